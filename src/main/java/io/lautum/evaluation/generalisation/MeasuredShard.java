package io.lautum.evaluation.generalisation;

import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import io.lautum.data.shard.HeldOutExamples;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.random.Seeds;
import io.lautum.network.model.TrainedModel;
import io.lautum.training.distributed.TrainingPlan;
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
 * @param heldOut share of the shard that the training held out; none of it is selected
 * @param heldOutSeed seed of this division
 */
record MeasuredShard(
    ShardSet set, Manifest.File file, int images, long seed, double heldOut, long heldOutSeed)
    implements Serializable {
  /** Returns the whole test set. */
  static List<MeasuredShard> whole(Manifest manifest) {
    return manifest.files(ShardSet.SOURCE_TEST).stream()
        .map(
            file ->
                new MeasuredShard(
                    ShardSet.SOURCE_TEST, file, Math.toIntExact(file.examples()), 0, 0, 0))
        .toList();
  }

  /**
   * Returns a random sample of the images that networks were trained on, proportionally from every
   * shard.
   *
   * @param size number of images; limited to the number of all
   * @param seed seed of the sample
   * @param heldOut share that the training held out
   * @param trainingSeed seed of the training
   */
  static List<MeasuredShard> sample(
      Manifest manifest, int size, long seed, double heldOut, long trainingSeed) {
    List<Manifest.File> files = manifest.files(ShardSet.SOURCE_TRAIN);
    long all = files.stream().mapToLong(file -> trained(file, heldOut)).sum();
    long wanted = Math.min(size, all);
    List<MeasuredShard> shards = new ArrayList<>();
    long seen = 0;
    for (int worker = 0; worker < files.size(); worker++) {
      Manifest.File file = files.get(worker);
      long before = wanted * seen / all;
      seen += trained(file, heldOut);
      int images = Math.toIntExact(wanted * seen / all - before);
      if (images > 0) {
        shards.add(
            new MeasuredShard(
                ShardSet.SOURCE_TRAIN,
                file,
                images,
                Seeds.derive(seed, shards.size()),
                heldOut,
                TrainingPlan.divisionSeed(trainingSeed, worker)));
      }
    }
    return shards;
  }

  private static int trained(Manifest.File file, double heldOut) {
    int examples = Math.toIntExact(file.examples());
    return examples - HeldOutExamples.count(examples, heldOut);
  }

  /** Returns the positions in the shard, which has {@code size} images. */
  int[] positions(int size) {
    int[] trained = HeldOutExamples.of(size, heldOut, heldOutSeed).training();
    return Arrays.stream(BatchOrder.shuffled(trained.length, seed))
        .limit(images)
        .map(position -> trained[position])
        .toArray();
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
