package io.lautum.operations.cluster;

import io.lautum.Text;
import java.util.List;
import org.apache.spark.SparkConf;

/**
 * The executors that a job requests from a standalone cluster.
 *
 * @param cores cores of an executor; 0 if it gets all cores of a worker
 * @param memory heap of an executor in MiB
 * @param coresPerTask cores that a task occupies
 * @param mostCores maximum number of cores of the job
 */
record ExecutorSize(int cores, long memory, int coresPerTask, int mostCores) {
  static ExecutorSize of(SparkConf conf) {
    return new ExecutorSize(
        conf.getInt("spark.executor.cores", 0),
        conf.getSizeAsMb("spark.executor.memory", "1g"),
        conf.getInt("spark.task.cpus", 1),
        conf.getInt("spark.cores.max", Integer.MAX_VALUE));
  }

  /**
   * Returns the number of tasks that can run simultaneously if no other job uses the workers: for
   * each worker min(⌊its cores / cores⌋, ⌊its memory / memory⌋) executors.
   */
  int slots(List<StandaloneWorker> workers) {
    int slots = workers.stream().mapToInt(this::slots).sum();
    return Math.min(slots, mostCores / coresPerTask);
  }

  private int slots(StandaloneWorker worker) {
    int size = cores == 0 ? worker.cores() : cores;
    if (size == 0) {
      return 0;
    }
    long executors = Math.min(worker.cores() / size, worker.memory() / memory);
    // Without a size, a worker starts one executor.
    executors = cores == 0 ? Math.min(executors, 1) : executors;
    return (int) executors * (size / coresPerTask);
  }

  @Override
  public String toString() {
    String text = Text.format("spark.executor.memory = %dm", memory);
    return cores == 0 ? text : Text.format("spark.executor.cores = %d and %s", cores, text);
  }
}
