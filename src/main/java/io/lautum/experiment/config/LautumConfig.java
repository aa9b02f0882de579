package io.lautum.experiment.config;

import java.io.Serializable;

/**
 * The Lautum term of the pre-transfer loss.
 *
 * @param weight lambda of eq. 2 of arXiv 1904.01670
 * @param outputs what of the network the information is measured of: {@code softmax}, {@code
 *     logits} or {@code features}
 * @param ridge absolute sigma squared added to the covariance of the outputs
 * @param decay alpha of the running moments, per minibatch
 * @param maxSquaredCorrelation cap of a squared canonical correlation
 * @param startIteration minibatches a worker before the term gives a gradient
 * @param sharesMoments whether workers share their moments at each averaging
 */
public record LautumConfig(
    double weight,
    String outputs,
    double ridge,
    double decay,
    double maxSquaredCorrelation,
    int startIteration,
    boolean sharesMoments)
    implements Serializable {
  private static final Key<Double> WEIGHT =
      Key.of(
          "weight",
          KeyType.between(0, 1e6),
          1.0,
          "Weight of the Lautum information in the loss (lambda).");
  private static final Key<String> OUTPUTS =
      Key.of(
          "outputs",
          KeyType.oneOf("softmax", "logits", "features"),
          "softmax",
          "Output of the network whose information is measured.");
  private static final Key<Double> RIDGE =
      Key.of(
          "ridge",
          KeyType.positive(),
          0.1,
          "Absolute ridge that is added to the covariance of the outputs (sigma squared).");
  private static final Key<Double> DECAY =
      Key.of(
          "decay",
          KeyType.below(0, 1),
          0.98,
          "Decay of the running moments per minibatch (alpha).");
  private static final Key<Double> MAX_SQUARED_CORRELATION =
      Key.of(
          "max-squared-correlation",
          KeyType.below(1e-6, 1),
          0.99,
          "Squared canonical correlations above this give no gradient.");
  private static final Key<Integer> START_ITERATION =
      Key.of(
              "start-iteration",
              KeyType.atLeast(0),
              20,
              "Minibatches per worker before the term is switched on, in which the moments settle.")
          .unit("minibatches");
  private static final Key<String> MOMENT_SHARING =
      Key.of(
              "moment-sharing",
              KeyType.oneOf("shared", "local"),
              "shared",
              "Whether all workers share their moments each round or each worker keeps its own.")
          .formerly("moments")
          .formerValue("averaged", "shared")
          .formerValue("shard", "local");

  /** The keys of the method {@code lautum}. */
  public static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain.lautum",
              "The method lautum: its term of the pre-transfer loss (arXiv 1904.01670, eq. 2).",
              PretrainConfig.ARTEFACTS,
              WEIGHT,
              OUTPUTS,
              RIDGE,
              DECAY,
              MAX_SQUARED_CORRELATION,
              START_ITERATION,
              MOMENT_SHARING)
          .forSingleMethods();

  static LautumConfig read(Section section) {
    return new LautumConfig(
        section.get(WEIGHT),
        section.get(OUTPUTS),
        section.get(RIDGE),
        section.get(DECAY),
        section.get(MAX_SQUARED_CORRELATION),
        section.get(START_ITERATION),
        section.get(MOMENT_SHARING).equals("shared"));
  }
}
