package io.lautum.experiment.config;

import java.io.Serializable;

/**
 * The MK-MMD term of the pre-transfer loss.
 *
 * @param weight mu, of the squared maximum mean discrepancy between source and target
 * @param outputs what of the network is compared: {@code softmax}, {@code logits} or {@code
 *     features}
 * @param kernels {@code fixed} bandwidths or multiples of the minibatch's {@code median}
 * @param startIteration minibatches a worker before the term gives a gradient
 */
public record MkMmdConfig(double weight, String outputs, String kernels, int startIteration)
    implements Serializable {
  private static final Key<Double> WEIGHT =
      Key.of(
          "weight",
          KeyType.between(0, 1e6),
          1.0,
          "Weight of the squared maximum mean discrepancy in the loss (mu).");
  private static final Key<String> OUTPUTS =
      Key.of(
          "outputs",
          KeyType.oneOf("softmax", "logits", "features"),
          "features",
          "Output of the network that is compared; features is the last hidden layer.");
  private static final Key<String> KERNELS =
      Key.of(
          "kernels",
          KeyType.oneOf("fixed", "median"),
          "fixed",
          "Bandwidths of the 19 Gaussian kernels: 1e-6 to 1e6 in the unit of a squared distance, or"
              + " 2^-9 to 2^9 times the minibatch's median squared distance.");
  private static final Key<Integer> START_ITERATION =
      Key.of(
              "start-iteration",
              KeyType.atLeast(0),
              0,
              "Minibatches per worker before the term is switched on.")
          .unit("minibatches");

  /** The keys of the method {@code mk-mmd}. */
  public static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain.mk-mmd",
              "The method mk-mmd: its term of the pre-transfer loss, of the source and target"
                  + " outputs of a minibatch.",
              PretrainConfig.ARTEFACTS,
              WEIGHT,
              OUTPUTS,
              KERNELS,
              START_ITERATION)
          .forSingleMethods();

  static MkMmdConfig read(Section section) {
    return new MkMmdConfig(
        section.get(WEIGHT),
        section.get(OUTPUTS),
        section.get(KERNELS),
        section.get(START_ITERATION));
  }
}
