package io.lautum.training.distributed;

import io.lautum.operations.cluster.Gpus;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Every worker's data, one partition per worker. Cached as objects: Spark then prefers the executor
 * that has the shard, and reads it again if that executor is lost. If executors have GPUs, each
 * task on the data gets one.
 */
public final class CachedShards implements AutoCloseable {
  private final Broadcast<SerializableConfiguration> hadoop;

  /** A broadcast, because a closure would send the plan again in every round. */
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
