package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Training on the source dataset.
 *
 * @param trainer {@code averaging} or {@code dl4j}
 * @param epochs passes over the source training set
 * @param batchSize source examples per minibatch and worker; a transfer term adds the same number
 *     of target examples
 * @param averagingInterval minibatches per worker between two averagings; empty if they follow from
 *     network, minibatch and number of images
 * @param optimizer rule by which gradients change the weights
 * @param labelSmoothing probability that targets spread evenly over all classes
 * @param averagesWeights whether the model has the average of the weights over the steps
 * @param earlyStopping end of the training by held-out source images
 * @param checkpointEvery rounds between two checkpoints
 * @param checkpointsKept number of the newest checkpoints that are kept
 * @param regularization additions to the loss of every method
 * @param augmentation random changes to every source image and every unlabelled target image
 * @param strongAugmentation random changes to strong views of unlabelled images
 * @param section the block {@code pretrain}, in which each method has a block
 */
public record PretrainConfig(
    String trainer,
    int epochs,
    int batchSize,
    OptionalInt averagingInterval,
    OptimizerConfig optimizer,
    double labelSmoothing,
    boolean averagesWeights,
    EarlyStoppingConfig earlyStopping,
    int checkpointEvery,
    int checkpointsKept,
    RegularizationConfig regularization,
    AugmentationConfig augmentation,
    StrongAugmentationConfig strongAugmentation,
    Section section)
    implements Serializable {
  /** Artefacts that depend on the keys of the block. */
  public static final Set<ArtefactKind> ARTEFACTS = Set.of(ArtefactKind.PRETRAINED);

  private static final Key<String> TRAINER =
      Key.of("trainer", KeyType.oneOf("averaging", "dl4j"), "averaging")
          .doc(
              "Implementation of parameter averaging: averaging (ours) or dl4j (dl4j-spark's"
                  + " ParameterAveragingTrainingMaster).");
  private static final Key<Integer> EPOCHS =
      Key.of("epochs", KeyType.atLeast(1), 3).doc("Passes over the source training set.");
  private static final Key<Integer> BATCH_SIZE =
      Key.of("batch-size", KeyType.atLeast(2), 64)
          .doc(
              "Source examples per minibatch and worker; a transfer term adds the same number"
                  + " of target examples.")
          .unit("examples");
  private static final Key<OptionalInt> AVERAGING_INTERVAL =
      Key.of("averaging-interval", KeyType.automaticOrAtLeastOne(), KeyType.AUTOMATIC)
          .doc(
              "Minibatches per worker between two averagings; auto follows from the network, the"
                  + " minibatch and the number of images (docs/performance.md).")
          .unit("minibatches")
          .formerly("averaging-frequency");

  /** Also a key of fine-tuning. */
  static final Key<Double> LABEL_SMOOTHING =
      Key.of("label-smoothing", KeyType.below(0, 1), 0.0)
          .doc(
              "Probability that the target of the cross-entropy spreads evenly over all classes,"
                  + " which keeps the network from overconfidence; 0 switches it off.")
          .introducedWith(0);

  /** Also a key of fine-tuning. */
  static final Key<Boolean> AVERAGE_WEIGHTS =
      Key.of("average-weights", KeyType.flag(), false)
          .doc(
              "Whether a model has the average of the weights over the steps, with the decay"
                  + " min(0.999, (1 + t)/(10 + t)) in step t, instead of the last weights.")
          .introducedWith(false);

  private static final Key<Integer> CHECKPOINT_EVERY =
      Key.of("checkpoint-every", KeyType.atLeast(1), 10)
          .doc("Rounds between two checkpoints.")
          .unit("rounds");
  private static final Key<Integer> CHECKPOINTS_KEPT =
      Key.of("checkpoints-kept", KeyType.atLeast(2), 2)
          .doc(
              "Number of the newest checkpoints that are kept; if one is damaged, training falls"
                  + " back to the previous one.");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "pretrain",
          "Training on the source dataset.",
          ARTEFACTS,
          TRAINER,
          EPOCHS,
          BATCH_SIZE,
          AVERAGING_INTERVAL,
          OptimizerConfig.learningRate("pretrain"),
          OptimizerConfig.LEARNING_RATE_SCHEDULE,
          LABEL_SMOOTHING,
          AVERAGE_WEIGHTS);
  static final KeyGroup CHECKPOINTS =
      KeyGroup.of(
          "pretrain",
          "Checkpoints of the training on the source; a resumed training gives bit-identical"
              + " results.",
          Set.of(),
          CHECKPOINT_EVERY,
          CHECKPOINTS_KEPT);

  /** Returns the initial learning rate. */
  public double learningRate() {
    return optimizer.learningRate();
  }

  static PretrainConfig read(Section section, StrongAugmentationConfig strongAugmentation) {
    return new PretrainConfig(
        section.get(TRAINER),
        section.get(EPOCHS),
        section.get(BATCH_SIZE),
        section.get(AVERAGING_INTERVAL),
        OptimizerConfig.read(section),
        section.get(LABEL_SMOOTHING),
        section.get(AVERAGE_WEIGHTS),
        EarlyStoppingConfig.read(section),
        section.get(CHECKPOINT_EVERY),
        section.get(CHECKPOINTS_KEPT),
        RegularizationConfig.read(section.at("regularization")),
        AugmentationConfig.read(section.at("augmentation")),
        strongAugmentation,
        section);
  }
}
