package io.lautum.data.prepare;

import io.lautum.data.image.Normalization;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.Split;
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
  private final RawTarget target;
  private final PreparedSets sets;

  SeparateTarget(ExperimentConfig config, RawTarget target, PreparedSets sets) {
    this.config = config;
    this.target = target;
    this.sets = sets;
  }

  /**
   * Writes the shards and returns their manifest.
   *
   * @param source the source's description; null without a source
   */
  Manifest prepare(Manifest.Domain source) {
    RawDataset labelled = target.labelled();
    try (DecodedSplit train = sets.decode(labelled, Split.TRAIN)) {
      Manifest.Counts counts = train.census().counts(labelled.name(Split.TRAIN), labelled.info());
      sets.writeLabelled(ShardSet.TARGET_LABELLED, labelled, train);
      Manifest.Counts testCounts = prepareTest();
      if (target.unlabelled() == null) {
        LOG.warn("{}: no unlabelled images: the labelled ones serve as such", labelled.name());
        return rest(source, labelled, train, counts, counts, testCounts, train.census());
      }
      try (DecodedSplit unlabelled = sets.decode(target.unlabelled(), Split.TRAIN)) {
        SplitStatistics census =
            train.census().withoutLabels().plus(unlabelled.census().withoutLabels());
        Manifest.Counts all =
            new Manifest.Counts(counts.count() + unlabelled.census().size(), null);
        return rest(source, target.unlabelled(), unlabelled, counts, all, testCounts, census);
      }
    }
  }

  private Manifest rest(
      Manifest.Domain source,
      RawDataset dataset,
      DecodedSplit unlabelled,
      Manifest.Counts labelledCounts,
      Manifest.Counts counts,
      Manifest.Counts testCounts,
      SplitStatistics census) {
    DatasetInfo info = target.labelled().info();
    Normalization normalization = census.normalization(info.shape());
    long size = unlabelled.census().size();
    Manifest.Components whitening =
        sets.writeUnlabelled(
            dataset, unlabelled, ShardMembership.ALL, size, normalization.table(info.shape()));
    Manifest.Domain domain =
        new Manifest.Domain(
            config.target().name(),
            info.shape(),
            info.classes(),
            normalization,
            counts,
            labelledCounts,
            new Manifest.Counts(size, null),
            testCounts);
    return new Manifest(config.seed(), config.workers(), source, domain, whitening, sets.files());
  }

  /** Writes the test set if there is one; a folder of its own may be divided like any dataset. */
  private Manifest.Counts prepareTest() {
    RawDataset dataset = target.test() == null ? target.labelled() : target.test();
    try (DecodedSplit test = sets.decode(dataset, Split.TEST)) {
      if (test.census().size() > 0) {
        return written(dataset, test);
      }
    }
    if (target.test() == null) {
      LOG.info("{}: no test images: accuracy is that of cross-validation", dataset.name());
      return SplitStatistics.counts(new long[dataset.info().classes().size()]);
    }
    try (DecodedSplit test = sets.decode(dataset, Split.TRAIN)) {
      return written(dataset, test);
    }
  }

  private Manifest.Counts written(RawDataset dataset, DecodedSplit test) {
    sets.writeLabelled(ShardSet.TARGET_TEST, dataset, test);
    return dataset.testCounts(test.census());
  }
}
