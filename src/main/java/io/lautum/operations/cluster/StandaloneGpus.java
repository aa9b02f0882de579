package io.lautum.operations.cluster;

import io.lautum.Text;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;

/**
 * The GPUs of a standalone cluster's workers, as reported by its master. Spark waits indefinitely
 * for an executor that no worker can start, without notifying the driver.
 *
 * @param perWorker number of GPUs of each living worker, used or not
 */
record StandaloneGpus(List<Integer> perWorker) {
  StandaloneGpus {
    perWorker = List.copyOf(perWorker);
  }

  /** Asks the master; empty for other cluster managers, and if no master answers. */
  static Optional<StandaloneGpus> of(SparkContext context) {
    return StandaloneMaster.of(context.master())
        .flatMap(master -> master.ask(context.env().rpcEnv()).workers())
        .map(StandaloneGpus::of);
  }

  static StandaloneGpus of(List<StandaloneWorker> workers) {
    return new StandaloneGpus(workers.stream().map(StandaloneWorker::gpus).toList());
  }

  /** Returns the number of executors that can run simultaneously. */
  int executors(int gpusPerExecutor) {
    return perWorker.stream().mapToInt(gpus -> gpus / gpusPerExecutor).sum();
  }

  @Override
  public String toString() {
    return Text.format(
        "%d GPUs in %d workers %s",
        perWorker.stream().mapToInt(Integer::intValue).sum(), perWorker.size(), perWorker);
  }
}
