package io.lautum.distributed;

import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Every worker's data, a partition each. Cached as objects: Spark then prefers the executor that
 * has the shard, and reads it anew where that executor is lost.
 */
final class CachedShards implements AutoCloseable {
  private final Broadcast<SerializableConfiguration> hadoop;
  private final JavaRDD<WorkerData> data;

  CachedShards(JavaSparkContext spark, TrainingPlan plan) {
    Broadcast<SerializableConfiguration> broadcast =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    hadoop = broadcast;
    data =
        spark
            .parallelize(IntStream.range(0, plan.workers()).boxed().toList(), plan.workers())
            .map(worker -> WorkerData.read(plan, worker, broadcast.value().value()))
            .persist(StorageLevel.MEMORY_ONLY());
  }

  JavaRDD<WorkerData> data() {
    return data;
  }

  @Override
  public void close() {
    data.unpersist();
    hadoop.destroy();
  }
}
