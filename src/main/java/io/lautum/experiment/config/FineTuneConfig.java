package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.Set;

/**
 * Training on the labelled target examples.
 *
 * @param steps number of minibatches
 * @param batchSize examples per minibatch
 * @param optimizer rule by which gradients change the weights
 * @param labelSmoothing probability that targets spread evenly over all classes
 * @param balancesClasses whether examples weigh inversely to the number of their class
 * @param layers layers that are trained
 * @param head the last layer with which training starts
 * @param dropout probability of dropping a feature
 * @param augmentation random changes to training images
 * @param mixup parameter of the beta distribution of mixup; 0 switches it off
 * @param unaugmentedFraction fraction of the steps, at the end, that train without augmentation
 * @param statistics images of batch normalisation's running statistics
 * @param earlyStopping choice of the number of steps
 * @param onExecutors whether executors train the models, or the driver
 * @param averagesWeights whether the trained model has the average of the weights over the steps
 * @param checkpointEvery steps between two checkpoints
 * @param regularization additions to the loss of every method
 * @param strongAugmentation random changes to strong views of unlabelled images
 * @param section the block {@code finetune}, in which each method has a block
 */
public record FineTuneConfig(
    int steps,
    int batchSize,
    OptimizerConfig optimizer,
    double labelSmoothing,
    boolean balancesClasses,
    Layers layers,
    Head head,
    double dropout,
    AugmentationConfig augmentation,
    double mixup,
    double unaugmentedFraction,
    boolean averagesWeights,
    BatchStatistics statistics,
    EarlyStoppingConfig earlyStopping,
    boolean onExecutors,
    int checkpointEvery,
    RegularizationConfig regularization,
    StrongAugmentationConfig strongAugmentation,
    Section section)
    implements Serializable {
  /** Layers that are trained. */
  public enum Layers {
    /** All. */
    ALL,
    /** Only the last one, on the features of the hidden layers as they are. */
    HEAD
  }

  /** The last layer with which training starts. */
  public enum Head {
    /** The source's, each class from the one of its name. */
    PRETRAINED,
    /** The source's, each class from the one with its number. */
    PRETRAINED_IN_ORDER,
    /** A random one. */
    RANDOM
  }

  /** Images on which batch normalisation's running statistics are estimated. */
  public enum BatchStatistics {
    /** Those of the minibatches, as running averages that start with the source's. */
    MINIBATCHES,
    /** Unlabelled images of the target. */
    TARGET
  }

  /** Artefacts that depend on the keys of the block. */
  public static final Set<ArtefactKind> ARTEFACTS = Set.of(ArtefactKind.FINETUNED);

  private static final Key<Integer> STEPS =
      Key.of("steps", KeyType.atLeast(1), 400).doc("Number of steps, each on one minibatch.");
  private static final Key<Integer> BATCH_SIZE =
      Key.of("batch-size", KeyType.atLeast(1), 50).doc("Examples per minibatch.").unit("examples");
  private static final String BALANCED = "balanced";
  private static final Key<String> CLASS_WEIGHTS =
      Key.of("class-weights", KeyType.oneOf("none", BALANCED), "none")
          .doc(
              "Whether all labelled examples have the same weight in the cross-entropy, or all"
                  + " classes have (balanced).")
          .introducedWith("none");
  private static final Key<String> LAYERS =
      Key.of("layers", KeyType.oneOf(EnumNames.all(Layers.class)), EnumNames.of(Layers.ALL))
          .doc(
              "Whether all layers are trained, or only the last one (head), on features with the"
                  + " running statistics of batch normalisation (linear probe).")
          .introducedWith(EnumNames.of(Layers.ALL));
  private static final Key<String> HEAD =
      Key.of("head", KeyType.oneOf(EnumNames.all(Head.class)), EnumNames.of(Head.RANDOM))
          .doc(
              "The last layer with which training starts: a random one, or the source's, with"
                  + " classes of the same names (pretrained) or at the same positions"
                  + " (pretrained-in-order).");
  private static final Key<Double> DROPOUT =
      Key.of("dropout", KeyType.below(0, 1), 0.5)
          .doc("Probability of dropping a feature (a unit of the last hidden layer).");
  private static final Key<Double> MIXUP =
      Key.of("mixup", KeyType.between(0, 100), 0.0)
          .doc(
              "Parameter α of mixup: labelled images and their targets are mixed in pairs with a"
                  + " share of distribution Beta(α, α), except in unaugmented steps; 0 switches it"
                  + " off.")
          .introducedWith(0);
  private static final Key<Double> UNAUGMENTED_FRACTION =
      Key.of("unaugmented-fraction", KeyType.between(0, 1), 0.0)
          .doc(
              "Fraction of the steps, at the end of fine-tuning, that train without augmentation,"
                  + " so that the averages of batch normalisation fit test images.")
          .formerly("plain-steps");
  private static final Key<String> BATCH_STATISTICS =
      Key.of(
              "batch-statistics",
              KeyType.oneOf(EnumNames.all(BatchStatistics.class)),
              EnumNames.of(BatchStatistics.MINIBATCHES))
          .doc(
              "Whether batch normalisation's running statistics follow the minibatches of training,"
                  + " or are those of 1,000 unlabelled target images (target), estimated before"
                  + " training for steps that use them, and after training for the model.")
          .introducedWith(EnumNames.of(BatchStatistics.MINIBATCHES));
  private static final Key<String> ON =
      Key.of("on", KeyType.oneOf("driver", "executors"), "driver")
          .doc(
              "Where models are trained: in threads of the driver, or in one Spark task per model,"
                  + " which uses all cores or GPUs of a cluster.");

  private static final Key<Integer> CHECKPOINT_EVERY =
      Key.of("checkpoint-every", KeyType.atLeast(1), 500)
          .doc("Steps between two checkpoints; a model with fewer steps has none.")
          .unit("steps");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "finetune",
          "Training on the labelled target examples.",
          ARTEFACTS,
          STEPS,
          BATCH_SIZE,
          OptimizerConfig.learningRate("finetune"),
          OptimizerConfig.LEARNING_RATE_SCHEDULE.introducedWith(
              EnumNames.of(OptimizerConfig.Schedule.LINEAR)),
          PretrainConfig.LABEL_SMOOTHING,
          CLASS_WEIGHTS,
          LAYERS,
          HEAD,
          DROPOUT,
          MIXUP,
          UNAUGMENTED_FRACTION,
          PretrainConfig.AVERAGE_WEIGHTS,
          BATCH_STATISTICS);
  static final KeyGroup PLACE =
      KeyGroup.of(
          "finetune",
          "The place of the training on the labelled target examples; both places give"
              + " bit-identical results on processors of the same kind.",
          Set.of(),
          ON);

  static final KeyGroup CHECKPOINTS =
      KeyGroup.of(
          "finetune",
          "Checkpoints of the training on the labelled target examples; a resumed training gives"
              + " bit-identical results.",
          Set.of(),
          CHECKPOINT_EVERY);

  /** Returns whether a training has enough steps for a checkpoint. */
  public boolean savesCheckpoints() {
    return checkpointEvery < steps;
  }

  /** Returns the most steps of a training, including those of the search of early stopping. */
  public long stepsWithSearch() {
    return (earlyStopping.isOn() ? 2L : 1L) * steps;
  }

  /** Returns whether a training needs unlabelled images, with any post-transfer stage. */
  public boolean usesUnlabelled() {
    return statistics == BatchStatistics.TARGET;
  }

  /** Returns the initial learning rate. */
  public double learningRate() {
    return optimizer.learningRate();
  }

  static FineTuneConfig read(Section section, StrongAugmentationConfig strongAugmentation) {
    return new FineTuneConfig(
        section.get(STEPS),
        section.get(BATCH_SIZE),
        OptimizerConfig.read(section),
        section.get(PretrainConfig.LABEL_SMOOTHING),
        section.get(CLASS_WEIGHTS).equals(BALANCED),
        EnumNames.named(Layers.class, "finetune.layers", section.get(LAYERS)),
        EnumNames.named(Head.class, "finetune.head", section.get(HEAD)),
        section.get(DROPOUT),
        AugmentationConfig.read(section.at("augmentation")),
        section.get(MIXUP),
        section.get(UNAUGMENTED_FRACTION),
        section.get(PretrainConfig.AVERAGE_WEIGHTS),
        EnumNames.named(
            BatchStatistics.class, "finetune.batch-statistics", section.get(BATCH_STATISTICS)),
        EarlyStoppingConfig.read(section),
        section.get(ON).equals("executors"),
        section.get(CHECKPOINT_EVERY),
        RegularizationConfig.read(section.at("regularization")),
        strongAugmentation,
        section);
  }
}
