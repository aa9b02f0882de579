package io.lautum.training.pretrain;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.data.shard.HeldOutExamples;
import io.lautum.data.shard.LocalCopy;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.data.shard.StoredShard;
import io.lautum.operations.cluster.JavaSerialization;
import io.lautum.operations.cluster.JobDescription;
import io.lautum.training.distributed.TrainingPlan;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Reads source images on which the driver measures a network during a training. Driver only.
 *
 * @param plan plan of the training
 */
record SourceImagesJob(JavaSparkContext spark, TrainingPlan plan) {
  /** Gives a standard error of at most 2.3 points. */
  private static final int TRAINING_IMAGES = 500;

  /** Gives a standard error of at most 0.7 points. */
  private static final int HELD_OUT_IMAGES = 5000;

  /** Bytes of held-out images that exceed {@link #TRAINING_IMAGES}. */
  private static final long HELD_OUT_BYTES = 128 << 20;

  /**
   * Where one worker's images are.
   *
   * @param positions positions in the shard
   */
  @DefaultSerializer(JavaSerialization.class)
  private record Part(LocalCopy shard, int[] positions) implements Serializable {
    SourceImages read() {
      StoredShard stored = shard.open();
      return new SourceImages(
          Arrays.stream(positions).mapToObj(stored.images()::get).toArray(byte[][]::new),
          Arrays.stream(positions).map(stored::label).toArray());
    }
  }

  /** Returns images that the first worker trains on, up to {@value #TRAINING_IMAGES}. */
  SourceImages training() {
    return read(List.of(part(0, division(0).training(), TRAINING_IMAGES)));
  }

  /** Returns held-out images of all workers, up to {@value #HELD_OUT_IMAGES}. */
  SourceImages heldOut() {
    int bytes = plan.manifest().source().shape().size() * Float.BYTES;
    long fitting = Math.max(TRAINING_IMAGES, HELD_OUT_BYTES / bytes);
    int limit = (int) Math.min(HELD_OUT_IMAGES, fitting) / plan.workers() + 1;
    List<Part> parts = new ArrayList<>();
    for (int worker = 0; worker < plan.workers(); worker++) {
      parts.add(part(worker, division(worker).heldOut(), limit));
    }
    return read(parts);
  }

  private HeldOutExamples division(int worker) {
    return plan.division(worker, Math.toIntExact(file(worker).examples()));
  }

  private Manifest.File file(int worker) {
    return plan.manifest().files(ShardSet.SOURCE_TRAIN).get(worker);
  }

  /** Takes positions that are spread evenly, because the shard may be sorted by class. */
  private Part part(int worker, int[] positions, int limit) {
    int count = Math.min(positions.length, limit);
    int[] taken = new int[count];
    for (int i = 0; i < count; i++) {
      taken[i] = positions[(int) ((long) i * positions.length / count)];
    }
    LocalCopy shard =
        new LocalCopy(
            spark.hadoopConfiguration(),
            new Path(plan.shards()),
            ShardSet.SOURCE_TRAIN,
            List.of(file(worker)));
    return new Part(shard, taken);
  }

  private SourceImages read(List<Part> parts) {
    JobDescription description = JobDescription.detail(spark, "read source images to measure");
    try {
      return SourceImages.of(spark.parallelize(parts, parts.size()).map(Part::read).collect());
    } finally {
      description.restore();
    }
  }
}
