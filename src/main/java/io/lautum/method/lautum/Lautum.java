package io.lautum.method.lautum;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.Section;
import io.lautum.method.Metric;
import io.lautum.method.SourceTraining;
import io.lautum.network.loss.TermSpec;
import java.util.List;

/**
 * Lautum regularisation: cross-entropy on the source minus λ times the Lautum information between
 * the network and the unlabelled target images (arXiv 1904.01670, eq. 2).
 */
public final class Lautum extends SourceTraining {
  private static final String NAME = "lautum";

  /** The Lautum information between the network and the target images. */
  public static final Metric INFORMATION =
      new Metric(
          LautumTerm.INFORMATION,
          "Lautum information",
          "nats",
          "Dependence between the network's outputs and the whitened target images, estimated from"
              + " running moments.",
          Metric.Goal.HIGHER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 1.0)
          .doc("Weight of the Lautum information in the loss (lambda).");
  private static final Key<String> OUTPUTS =
      Key.of("outputs", KeyType.oneOf("softmax", "logits", "features"), "softmax")
          .doc("Network output whose information is measured.");
  private static final Key<Double> RIDGE =
      Key.of("ridge", KeyType.positive(), 0.1)
          .doc("Absolute ridge that is added to the covariance of the outputs (sigma squared).");
  private static final Key<Double> DECAY =
      Key.of("decay", KeyType.below(0, 1), 0.98)
          .doc("Decay of the running moments per minibatch (alpha).");
  private static final Key<Double> MAX_SQUARED_CORRELATION =
      Key.of("max-squared-correlation", KeyType.below(1e-6, 1), 0.99)
          .doc("Squared canonical correlations above this value have no gradient.");
  private static final Key<Integer> START_ITERATION =
      Key.of("start-iteration", KeyType.atLeast(0), 20)
          .doc(
              "Minibatches per worker before the term is switched on, while the moments settle; at"
                  + " most a tenth of the training.")
          .unit("minibatches");
  private static final Key<String> MOMENT_SHARING =
      Key.of("moment-sharing", KeyType.oneOf("shared", "local"), "shared")
          .doc("Whether workers average their moments each round or each worker keeps its own.")
          .formerly("moments")
          .formerValue("averaged", "shared")
          .formerValue("shard", "local");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
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

  public Lautum() {
    super(NAME, KEYS);
  }

  /** Returns the configured term, which also defines how trained models are measured. */
  public static LautumTerm term(PretrainConfig config) {
    return term(config, Integer.MAX_VALUE);
  }

  private static LautumTerm term(PretrainConfig config, int steps) {
    Section keys = config.section().at(NAME);
    return new LautumTerm(
        TermSpec.output(keys.get(OUTPUTS)),
        keys.get(WEIGHT),
        keys.get(RIDGE),
        keys.get(DECAY),
        keys.get(MAX_SQUARED_CORRELATION),
        start(keys.get(START_ITERATION), steps),
        keys.get(MOMENT_SHARING).equals("shared"));
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    return List.of(term(config, steps));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(INFORMATION);
  }
}
