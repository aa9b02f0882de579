package io.lautum.experiment.config;

import java.io.Serializable;

/**
 * The choice of the number of steps of a fine-tuning by held-out labelled examples.
 *
 * @param heldOut share of the labelled examples that is held out; 0 switches it off
 * @param patience number of checks without improvement that end the search
 */
public record EarlyStoppingConfig(double heldOut, int patience) implements Serializable {
  /** All steps are taken. */
  public static final EarlyStoppingConfig OFF = new EarlyStoppingConfig(0, 5);

  private static final Key<Double> HELD_OUT =
      Key.of("held-out", KeyType.below(0, 1), 0.0)
          .doc(
              "Share of the labelled examples of each class on which the number of steps is chosen;"
                  + " the model is then trained on all of them. 0 switches it off.")
          .introducedWith(0);
  private static final Key<Integer> PATIENCE =
      Key.of("patience", KeyType.atLeast(1), 5)
          .doc(
              "Number of checks without a smaller cross-entropy of the held-out examples that end"
                  + " the search; a check follows every twentieth of the steps.")
          .unit("checks")
          .introducedWith(5);

  static final KeyGroup KEYS =
      KeyGroup.of(
          "finetune.early-stopping",
          "Choice of the number of steps of fine-tuning.",
          FineTuneConfig.ARTEFACTS,
          HELD_OUT,
          PATIENCE);

  /** Returns whether examples are held out. */
  public boolean isOn() {
    return heldOut > 0;
  }

  static EarlyStoppingConfig read(Section section) {
    return new EarlyStoppingConfig(section.get(HELD_OUT), section.get(PATIENCE));
  }
}
