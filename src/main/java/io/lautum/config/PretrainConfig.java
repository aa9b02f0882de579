package io.lautum.config;

import java.io.Serializable;

/**
 * Training on the source dataset.
 *
 * @param trainer {@code averaging} or {@code dl4j}
 * @param epochs passes over the source training set
 * @param batchSize source examples a minibatch and worker, and as many target examples
 * @param averagingFrequency minibatches a worker between two averagings
 * @param learningRate initial learning rate of Adam
 * @param linearDecay whether the learning rate falls to zero or stays
 * @param checkpointEvery rounds between two checkpoints
 * @param checkpointsKept the newest checkpoints that are kept
 * @param regularization added to the loss of every method
 * @param augmentation random changes to every source image, and every unlabelled target image
 * @param lautum the Lautum term, for the methods that have it
 * @param mkMmd the MK-MMD term, for the methods that have it
 * @param localEntropy training of the method of that name
 * @param heat training of the method of that name
 */
public record PretrainConfig(
    String trainer,
    int epochs,
    int batchSize,
    int averagingFrequency,
    double learningRate,
    boolean linearDecay,
    int checkpointEvery,
    int checkpointsKept,
    RegularizationConfig regularization,
    AugmentationConfig augmentation,
    LautumConfig lautum,
    MkMmdConfig mkMmd,
    LocalEntropyConfig localEntropy,
    HeatConfig heat)
    implements Serializable {
  /** The same with other sampled training. */
  public PretrainConfig with(LocalEntropyConfig newLocalEntropy, HeatConfig newHeat) {
    return new PretrainConfig(
        trainer,
        epochs,
        batchSize,
        averagingFrequency,
        learningRate,
        linearDecay,
        checkpointEvery,
        checkpointsKept,
        regularization,
        augmentation,
        lautum,
        mkMmd,
        newLocalEntropy,
        newHeat);
  }

  static PretrainConfig read(Section section) {
    return new PretrainConfig(
        section.oneOf("trainer", "averaging", "dl4j"),
        section.atLeast("epochs", 1),
        section.atLeast("batch-size", 2),
        section.atLeast("averaging-frequency", 1),
        section.positive("learning-rate"),
        section.oneOf("learning-rate-schedule", "linear", "constant").equals("linear"),
        section.atLeast("checkpoint-every", 1),
        section.atLeast("checkpoints-kept", 2),
        RegularizationConfig.read(section.at("regularization")),
        AugmentationConfig.read(section.at("augmentation")),
        LautumConfig.read(section.at("lautum")),
        MkMmdConfig.read(section.at("mk-mmd")),
        LocalEntropyConfig.read(section.at("local-entropy")),
        HeatConfig.read(section.at("heat")));
  }
}
