package io.lautum.training.distributed;

import io.lautum.operations.cluster.Gpus;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Every worker's data, a partition each. Cached as objects: Spark then prefers the executor that
 * has the shard, and reads it anew where that executor is lost. Tasks on it have a GPU each, where
 * executors have GPUs.
 */
public final class CachedShards implements AutoCloseable {
  private final Broadcast<SerializableConfiguration> hadoop;

  /** Not in the closure, which every round ships anew. */
  private final Broadcast<TrainingPlan> plan;

  private final JavaRDD<WorkerData> data;

  public CachedShards(JavaSparkContext spark, TrainingPlan plan) {
    Broadcast<SerializableConfiguration> broadcast =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    hadoop = broadcast;
    Broadcast<TrainingPlan> shared = spark.broadcast(plan);
    this.plan = shared;
    JavaRDD<WorkerData> read =
        spark
            .parallelize(IntStream.range(0, plan.workers()).boxed().toList(), plan.workers())
            .map(worker -> WorkerData.read(shared.value(), worker, broadcast.value().value()));
    Gpus.ofTask(spark.sc()).ifPresent(read::withResources);
    data = read.persist(StorageLevel.MEMORY_ONLY());
  }

  /** One element per worker. */
  public JavaRDD<WorkerData> data() {
    return data;
  }

  @Override
  public void close() {
    data.unpersist();
    hadoop.destroy();
    plan.destroy();
  }
}
