package io.lautum.evaluation.generalisation;

import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.random.Seeds;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A selection of images of a source shard.
 *
 * @param set source training or test set
 * @param images number of images
 * @param seed seed of the selection
 */
record MeasuredShard(ShardSet set, Manifest.File file, int images, long seed)
    implements Serializable {
  /** Returns the whole test set. */
  static List<MeasuredShard> whole(Manifest manifest) {
    return manifest.files(ShardSet.SOURCE_TEST).stream()
        .map(
            file ->
                new MeasuredShard(ShardSet.SOURCE_TEST, file, Math.toIntExact(file.examples()), 0))
        .toList();
  }

  /**
   * Returns a random sample of the training set, proportionally from every shard.
   *
   * @param size number of images; limited to the size of the set
   */
  static List<MeasuredShard> sample(Manifest manifest, int size, long seed) {
    long all = manifest.examples(ShardSet.SOURCE_TRAIN);
    long wanted = Math.min(size, all);
    List<MeasuredShard> shards = new ArrayList<>();
    long seen = 0;
    for (Manifest.File file : manifest.files(ShardSet.SOURCE_TRAIN)) {
      long before = wanted * seen / all;
      seen += file.examples();
      int images = Math.toIntExact(wanted * seen / all - before);
      if (images > 0) {
        long shardSeed = Seeds.derive(seed, shards.size());
        shards.add(new MeasuredShard(ShardSet.SOURCE_TRAIN, file, images, shardSeed));
      }
    }
    return shards;
  }

  /** Returns the positions in the shard, which has {@code size} images. */
  int[] positions(int size) {
    return Arrays.copyOf(BatchOrder.shuffled(size, seed), images);
  }

  /**
   * The settings that all tasks of a measurement share.
   *
   * @param normalization normalisation of the images
   * @param batchSize images per forward pass
   * @param engine value of {@code network.engine}
   * @param noiseSeed seed of Gaussian noise
   */
  record Settings(
      Normalization normalization,
      int batchSize,
      String engine,
      long noiseSeed,
      List<Perturbation> perturbations)
      implements Serializable {}

  /**
   * A task for one network and one shard.
   *
   * @param model file of the network
   */
  record Task(String model, MeasuredShard shard) implements Serializable {
    /** Returns the scores under each perturbation. */
    ScoreSums[] evaluate(Settings settings, String shards, Configuration hadoop)
        throws IOException {
      Path path = new Path(model);
      TrainedModel network = TrainedModel.read(path.getFileSystem(hadoop), path);
      Shard images = new ShardReader(hadoop, new Path(shards)).read(shard.set(), shard.file());
      return new PerturbedEvaluation(
              network,
              settings.normalization(),
              settings.batchSize(),
              settings.engine(),
              settings.noiseSeed())
          .of(images, shard.positions(images.size()), settings.perturbations());
    }
  }
}
