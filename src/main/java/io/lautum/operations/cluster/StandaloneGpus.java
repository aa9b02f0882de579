package io.lautum.operations.cluster;

import io.lautum.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.SparkException;
import org.apache.spark.deploy.DeployMessages;
import org.apache.spark.deploy.master.WorkerInfo;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.util.Utils;
import scala.Option;
import scala.reflect.ClassTag$;

/**
 * The GPUs of a standalone cluster's workers, as reported by its master. Spark waits indefinitely
 * for an executor that no worker can start, without notifying the driver.
 *
 * @param perWorker number of GPUs of each living worker, used or not
 */
record StandaloneGpus(List<Integer> perWorker) {
  private static final String SCHEME = "spark://";

  StandaloneGpus {
    perWorker = List.copyOf(perWorker);
  }

  /** Asks the master; empty for other cluster managers, and if no master answers. */
  static Optional<StandaloneGpus> of(SparkContext context) {
    if (!context.master().startsWith(SCHEME)) {
      return Optional.empty();
    }
    for (String url : Utils.parseStandaloneMasterUrls(context.master())) {
      try {
        RpcEndpointRef master =
            context.env().rpcEnv().setupEndpointRef(RpcAddress.fromSparkURL(url), "Master");
        DeployMessages.MasterStateResponse state =
            master.askSync(
                DeployMessages.RequestMasterState$.MODULE$,
                ClassTag$.MODULE$.apply(DeployMessages.MasterStateResponse.class));
        if (state.status().toString().equals("ALIVE")) {
          return Optional.of(of(state.workers()));
        }
      } catch (Exception e) {
        // A stand-by master may be down; Spark throws its checked SparkException undeclared.
        if (!(e instanceof SparkException || e instanceof RuntimeException)) {
          throw new IllegalStateException(e);
        }
      }
    }
    return Optional.empty();
  }

  private static StandaloneGpus of(WorkerInfo[] workers) {
    return new StandaloneGpus(
        Arrays.stream(workers).filter(WorkerInfo::isAlive).map(StandaloneGpus::gpus).toList());
  }

  private static int gpus(WorkerInfo worker) {
    Option<ResourceInformation> gpus = worker.resourcesInfo().get(Gpus.RESOURCE);
    return gpus.isEmpty() ? 0 : gpus.get().addresses().length;
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
