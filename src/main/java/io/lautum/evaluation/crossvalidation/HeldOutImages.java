package io.lautum.evaluation.crossvalidation;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Shard;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.method.Auto;
import io.lautum.method.TransferMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Labelled images and the parts in which they are held out, each once. */
public final class HeldOutImages {
  private static final int[] ALONE = {};

  private final Shard images;
  private final LabelledGroups grouping;
  private final GroupedFolds folds;
  private final int[] groups;
  private final long[] seeds;

  private HeldOutImages(
      Shard images,
      LabelledGroups grouping,
      int[] groups,
      int parts,
      ExperimentConfig config,
      IntToLongFunction seed) {
    this.images = images;
    this.grouping = grouping;
    this.groups = groups;
    folds = grouping.folds(parts, RandomStream.FOLDS.seed(config.seed()));
    seeds = IntStream.range(0, folds.count()).mapToLong(seed).toArray();
  }

  /**
   * Returns all labelled images, for the command adapt.
   *
   * @throws DataException if they are one group, so that no part can be held out
   */
  public static HeldOutImages all(Shard images, DatasetSummary target, ExperimentConfig config) {
    LabelledGroups grouping = LabelledGroups.of(images, target, config.adapt().groupPattern());
    // The search's draws count from 1, so its trainings have other seeds.
    return new HeldOutImages(
        images,
        grouping,
        config.adapt().groupPattern().isPresent() ? grouping.groups() : ALONE,
        config.adapt().folds(),
        config,
        fold -> RandomStream.CROSS_VALIDATION.seed(config.seed(), 0, fold));
  }

  /**
   * Returns the group of each labelled image, for early stopping in the command adapt.
   *
   * @return empty if there is no pattern of groups, or no early stopping
   */
  public static int[] groups(Shard images, DatasetSummary target, ExperimentConfig config) {
    Optional<Pattern> pattern = config.adapt().groupPattern();
    return pattern.isPresent() && config.finetune().earlyStopping().isOn()
        ? LabelledGroups.of(images, target, pattern).groups()
        : ALONE;
  }

  /**
   * Returns the images of a labelled draw.
   *
   * @param draw number of the labelled draw, from 1
   * @throws DataException if they are one group, so that no part can be held out
   */
  public static HeldOutImages ofDraw(
      Shard images, int draw, DatasetSummary target, ExperimentConfig config) {
    LabelledGroups grouping = LabelledGroups.of(images, target, Optional.empty());
    return new HeldOutImages(
        images,
        grouping,
        ALONE,
        Auto.folds(config.finetune()),
        config,
        fold -> RandomStream.CHOICE.seed(config.seed(), draw, images.size(), fold));
  }

  /**
   * Returns sentences about what an estimate of a method with these images misses.
   *
   * @param config the configuration of the method's pre-training
   */
  List<String> remarks(TransferMethod method, ExperimentConfig config) {
    List<String> remarks = new ArrayList<>(grouping.remarks(folds));
    boolean readsTarget = !method.before().terms(config.pretrain(), 1).isEmpty();
    if (readsTarget && config.targetSets().labelledServeAsUnlabelled()) {
      remarks.add(
          Text.format(
              "there are no other unlabelled images, so the pre-training of %s has seen the"
                  + " held-out images without their labels; the accuracy for new images may be"
                  + " lower than the estimate",
              method.before().name()));
    }
    return remarks;
  }

  /** Returns a sentence about the images whose names state no group; empty if all names do. */
  public Optional<String> unmatchedRemark() {
    return grouping.unmatchedRemark();
  }

  Shard images() {
    return images;
  }

  LabelledGroups grouping() {
    return grouping;
  }

  /** Returns the group of each image, which early stopping does not divide; empty if all may be. */
  int[] groups() {
    return groups;
  }

  GroupedFolds folds() {
    return folds;
  }

  /** Returns the seed of the training without each part. */
  long[] seeds() {
    return seeds.clone();
  }
}
