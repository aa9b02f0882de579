package io.lautum.pipeline.search;

import io.lautum.data.image.ImageStore;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.evaluation.crossvalidation.OtherImages;
import io.lautum.evaluation.crossvalidation.ScoredImages;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.training.finetune.LabelledDraw;
import io.lautum.training.finetune.TargetExamples;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/**
 * The data that a trial fine-tunes on and is scored on. Travels to executors once per search.
 *
 * @param pool the labelled pool
 * @param unlabelled all unlabelled images if a trial learns from them, otherwise none
 * @param includesLabelled whether the labelled images are among the unlabelled ones
 * @param sample unlabelled images to score predictions on
 * @param target the manifest's description of the target
 */
record TuningData(
    Shard pool,
    byte[][] unlabelled,
    boolean includesLabelled,
    byte[][] sample,
    DatasetSummary target)
    implements Serializable {
  /** Reads the data. Opens only the labelled pool and the unlabelled shards. */
  static TuningData read(
      ExperimentDirectory directory,
      Configuration hadoop,
      ExperimentConfig config,
      boolean usesUnlabelled)
      throws IOException {
    Manifest manifest = Manifest.read(directory.files(), directory.shards());
    ShardReader reader = new ShardReader(hadoop, directory.shards());
    byte[][] unlabelled =
        usesUnlabelled
            ? reader.readAll(ShardSet.TARGET_UNLABELLED, manifest).pixels()
            : new byte[0][];
    return new TuningData(
        reader.readAll(ShardSet.TARGET_LABELLED, manifest),
        unlabelled,
        config.targetSets().labelledServeAsUnlabelled(),
        ScoredImages.read(reader, manifest, config.seed()),
        manifest.target());
  }

  /** Returns the examples at some positions of the pool. */
  byte[][] labelled(int[] positions) {
    return Arrays.stream(positions)
        .mapToObj(position -> pool.pixels()[position])
        .toArray(byte[][]::new);
  }

  /** Returns the unlabelled images for a training without some examples of the pool. */
  ImageStore unlabelledWithout(int[] heldOut) {
    ImageStore all = ImageStore.of(unlabelled);
    return includesLabelled ? OtherImages.of(all, labelled(heldOut)) : all;
  }

  /** Returns the parts of a draw. */
  Folds folds(TrialSettings settings, int draw) {
    int[] positions = draw(settings.labels(), draw, settings.seed());
    return new Folds(positions, pool.labels(), classes(), settings.folds());
  }

  /** Returns the examples of a training that holds out one part of a draw. */
  TargetExamples examplesWithout(TrialSettings settings, Folds folds, int fold) {
    ImageStore others =
        settings.usesUnlabelled() ? unlabelledWithout(folds.heldOut(fold)) : TargetExamples.NONE;
    return TargetExamples.of(pool, folds.rest(fold), others);
  }

  int classes() {
    return target.classes().size();
  }

  /**
   * Returns the pool positions of a draw's examples, the same as {@code finetune} uses.
   *
   * @throws io.lautum.DataException if the pool has fewer examples
   */
  int[] draw(int labels, int draw, long seed) {
    return LabelledDraw.choose(
        pool.labels(), classes(), labels, draw, RandomStream.LABELLED_DRAWS.seed(seed));
  }
}
