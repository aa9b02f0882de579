package io.lautum.config;

import java.io.Serializable;

/**
 * Training on the labelled target examples.
 *
 * @param steps minibatches
 * @param batchSize examples a minibatch
 * @param learningRate initial learning rate of Adam; falls linearly to zero
 * @param keepsHead whether training starts from the source's last layer or from a random one
 * @param dropout probability of dropping a feature
 * @param augmentation random changes to training images
 * @param plainSteps share of the steps, the last ones, whose images are not changed
 * @param regularization added to the loss of every method
 * @param temporalEnsembling the consistency term, for the methods that have it
 */
public record FinetuneConfig(
    int steps,
    int batchSize,
    double learningRate,
    boolean keepsHead,
    double dropout,
    AugmentationConfig augmentation,
    double plainSteps,
    RegularizationConfig regularization,
    TemporalEnsemblingConfig temporalEnsembling)
    implements Serializable {
  static FinetuneConfig read(Section section) {
    return new FinetuneConfig(
        section.atLeast("steps", 1),
        section.atLeast("batch-size", 1),
        section.positive("learning-rate"),
        section.oneOf("head", "pretrained", "random").equals("pretrained"),
        section.below("dropout", 0, 1),
        AugmentationConfig.read(section.at("augmentation")),
        section.between("plain-steps", 0, 1),
        RegularizationConfig.read(section.at("regularization")),
        TemporalEnsemblingConfig.read(section.at("temporal-ensembling")));
  }
}
