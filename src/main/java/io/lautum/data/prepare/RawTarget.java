package io.lautum.data.prepare;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.TargetSets;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * The target before it is decoded.
 *
 * @param labelled labelled images, or the whole target if its sets are not in separate places
 * @param unlabelled images without labels; null for none
 * @param test labelled test images; null if {@code labelled} may have them
 */
record RawTarget(RawDataset labelled, RawDataset unlabelled, RawDataset test) {
  /**
   * Opens the target's files.
   *
   * @throws io.lautum.DataException if a file is missing or is not of the dataset's format, there
   *     is only one class, or the test images have a class without labelled images
   * @throws io.lautum.UserException if test or unlabelled images have a place, and labelled ones do
   *     not
   */
  static RawTarget open(ExperimentConfig config, Configuration hadoop) throws IOException {
    DatasetConfig target = config.target();
    TargetSets sets = config.targetSets();
    sets.requireComplete();
    if (!sets.areSeparate()) {
      return new RawTarget(RawDataset.open(target, hadoop), null, null);
    }
    RawDataset labelled = RawDataset.open(target.whole("labelled images", sets.labelled()), hadoop);
    if (labelled.info().classes().size() < 2) {
      throw new DataException(
          Text.format(
              "%s: expected images of two or more classes, found only %s",
              sets.labelled(), labelled.info().classes().get(0)));
    }
    return new RawTarget(
        labelled,
        sets.unlabelled().isEmpty()
            ? null
            : RawDataset.openUnlabelled(
                target.whole("unlabelled images", sets.unlabelled()), hadoop),
        sets.test().isEmpty()
            ? null
            : RawDataset.openTest(
                target.whole("test images", sets.test()), labelled.info().classes(), hadoop));
  }

  /** Returns the datasets, the labelled images first. */
  List<RawDataset> datasets() {
    return Stream.of(labelled, unlabelled, test).filter(Objects::nonNull).toList();
  }

  /** Returns the same target with every dataset changed. */
  RawTarget with(UnaryOperator<RawDataset> change) {
    return new RawTarget(
        change.apply(labelled),
        unlabelled == null ? null : change.apply(unlabelled),
        test == null ? null : change.apply(test));
  }
}
