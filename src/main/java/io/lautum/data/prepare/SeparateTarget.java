package io.lautum.data.prepare;

import io.lautum.data.image.Normalization;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.Split;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the shards of a target whose labelled, unlabelled and test images are in separate places.
 * All labelled images are in the pool. Without unlabelled images, the labelled ones serve as such,
 * without their labels. The test set may be empty.
 */
final class SeparateTarget {
  private static final Logger LOG = LoggerFactory.getLogger(SeparateTarget.class);

  private final ExperimentConfig config;
  private final DecodedTarget target;
  private final PreparedSets sets;

  SeparateTarget(ExperimentConfig config, DecodedTarget target, PreparedSets sets) {
    this.config = config;
    this.target = target;
    this.sets = sets;
  }

  /**
   * Writes the shards and returns their manifest.
   *
   * @param source the source's description; null without a source
   */
  Manifest prepare(DatasetSummary source) {
    RawDataset labelled = target.labelled().raw();
    DecodedSplit train = target.labelled().train();
    Manifest.Counts counts = train.statistics().counts(labelled.name(Split.TRAIN), labelled.info());
    sets.writeLabelled(ShardSet.TARGET_LABELLED, labelled, train);
    Manifest.Counts testCounts = prepareTest();
    if (target.unlabelled() == null) {
      LOG.warn("{}: no unlabelled images: the labelled ones serve as such", labelled.name());
      return rest(source, target.labelled(), counts, counts, testCounts, train.statistics());
    }
    SplitStatistics unlabelled = target.unlabelled().train().statistics();
    return rest(
        source,
        target.unlabelled(),
        counts,
        new Manifest.Counts(counts.count() + unlabelled.size(), null),
        testCounts,
        train.statistics().withoutLabels().plus(unlabelled.withoutLabels()));
  }

  private Manifest rest(
      DatasetSummary source,
      DecodedDataset unlabelled,
      Manifest.Counts labelledCounts,
      Manifest.Counts counts,
      Manifest.Counts testCounts,
      SplitStatistics statistics) {
    DatasetInfo info = target.labelled().raw().info();
    Normalization normalization = statistics.normalization(info.shape());
    DecodedSplit images = unlabelled.train();
    long size = images.statistics().size();
    Manifest.Components whitening =
        sets.writeUnlabelled(
            unlabelled.raw(), images, ShardMembership.ALL, size, normalization.table(info.shape()));
    DatasetSummary domain =
        new DatasetSummary(
            config.target().name(),
            info.shape(),
            info.classes(),
            normalization,
            counts,
            labelledCounts,
            new Manifest.Counts(size, null),
            testCounts,
            info.columns());
    return new Manifest(config.seed(), config.workers(), source, domain, whitening, sets.files());
  }

  /** Writes the test set if there is one. The folder of the test images may have subsets. */
  private Manifest.Counts prepareTest() {
    DecodedDataset dataset = target.test() == null ? target.labelled() : target.test();
    RawDataset raw = dataset.raw();
    boolean divided = dataset.test().statistics().size() > 0;
    if (!divided && target.test() == null) {
      LOG.info("{}: no test images: accuracy is that of cross-validation", raw.name());
      return SplitStatistics.counts(new long[raw.info().classes().size()]);
    }
    DecodedSplit test = divided ? dataset.test() : dataset.train();
    sets.writeLabelled(ShardSet.TARGET_TEST, raw, test);
    if (!divided) {
      raw.missingTestClasses(test.statistics())
          .ifPresent(note -> LOG.warn("{}: {}", raw.name(), note));
    }
    return SplitStatistics.counts(test.statistics().byClass());
  }
}
