package io.lautum.experiment.config;

import java.io.Serializable;

/**
 * The end of a training by held-out labelled examples.
 *
 * @param heldOut share of the labelled examples that is held out; 0 switches it off
 * @param patience number of checks without improvement that end the training
 */
public record EarlyStoppingConfig(double heldOut, int patience) implements Serializable {
  /** All steps are taken. */
  public static final EarlyStoppingConfig OFF = new EarlyStoppingConfig(0, 5);

  private static final String BLOCK = "early-stopping";
  private static final Key<Double> HELD_OUT =
      Key.of("held-out", KeyType.below(0, 1), OFF.heldOut).introducedWith(0);
  private static final Key<Integer> PATIENCE =
      Key.of("patience", KeyType.atLeast(1), OFF.patience)
          .unit("checks")
          .introducedWith(OFF.patience);

  static final KeyGroup PRETRAIN =
      KeyGroup.of(
          "pretrain." + BLOCK,
          "Early stopping of the training on the source. Ignored without a source.",
          PretrainConfig.ARTEFACTS,
          HELD_OUT.doc(
              "Share of the source's training images that the training does not see, on which the"
                  + " model is chosen: the one with the smallest cross-entropy. 0 switches it"
                  + " off."),
          PATIENCE.doc(
              "Number of checks without a smaller cross-entropy of the held-out images that end the"
                  + " training; a check follows every twentieth of the rounds."));
  static final KeyGroup FINETUNE =
      KeyGroup.of(
          "finetune." + BLOCK,
          "Choice of the number of steps of fine-tuning.",
          FineTuneConfig.ARTEFACTS,
          HELD_OUT.doc(
              "Share of the labelled examples of each class on which the number of steps is chosen;"
                  + " the model is then trained on all of them. 0 switches it off."),
          PATIENCE.doc(
              "Number of checks without a smaller cross-entropy of the held-out examples that end"
                  + " the search; a check follows every twentieth of the steps."));

  /** Returns whether examples are held out. */
  public boolean isOn() {
    return heldOut > 0;
  }

  /**
   * @param stage the block {@code pretrain} or {@code finetune}
   */
  static EarlyStoppingConfig read(Section stage) {
    Section block = stage.at(BLOCK);
    return new EarlyStoppingConfig(block.get(HELD_OUT), block.get(PATIENCE));
  }
}
