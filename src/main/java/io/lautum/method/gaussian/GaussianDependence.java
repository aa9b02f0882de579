package io.lautum.method.gaussian;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.Section;
import io.lautum.information.GaussianInformation;
import io.lautum.method.Metric;
import io.lautum.method.UnlabelledTraining;
import io.lautum.network.loss.TermSpec;
import java.util.List;

/**
 * Cross-entropy on the source minus λ times a Gaussian measure of the dependence between the
 * network and the unlabelled target images.
 */
public abstract class GaussianDependence extends UnlabelledTraining {
  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 1.0)
          .doc("Weight of the information in the loss (lambda).");
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

  /** Whether workers share their moments. */
  static final Key<String> MOMENT_SHARING =
      Key.of("moment-sharing", KeyType.oneOf("shared", "local"), "shared")
          .doc("Whether workers average their moments each round or each worker keeps its own.");

  private final GaussianInformation.Measure measure;
  private final Metric metric;

  /**
   * @param name name of the method and of its block in {@code pretrain}
   * @param keys result of {@link #keys}
   * @param metric the measure in nats
   */
  GaussianDependence(
      String name, KeyGroup keys, GaussianInformation.Measure measure, Metric metric) {
    super(name, keys);
    this.measure = measure;
    this.metric = metric;
  }

  /**
   * Returns the keys of a method.
   *
   * @param documentation one sentence on the block
   * @param momentSharing {@link #MOMENT_SHARING}, possibly with former notation
   */
  static KeyGroup keys(String name, String documentation, Key<String> momentSharing) {
    return KeyGroup.of(
            "pretrain." + name,
            documentation,
            PretrainConfig.ARTEFACTS,
            WEIGHT,
            OUTPUTS,
            RIDGE,
            DECAY,
            MAX_SQUARED_CORRELATION,
            START_ITERATION,
            momentSharing)
        .forSingleMethods();
  }

  @Override
  public final List<TermSpec> terms(PretrainConfig config, int steps) {
    return List.of(term(config, steps));
  }

  /** Returns the configured term for a training of so many minibatches. */
  final GaussianTerm term(PretrainConfig config, int steps) {
    Section keys = config.section().at(name());
    return new GaussianTerm(
        name(),
        metric.key(),
        TermSpec.output(keys.get(OUTPUTS)),
        keys.get(WEIGHT),
        new GaussianInformation(measure, keys.get(RIDGE), keys.get(MAX_SQUARED_CORRELATION)),
        keys.get(DECAY),
        start(keys.get(START_ITERATION), steps),
        keys.get(MOMENT_SHARING).equals("shared"));
  }

  @Override
  public final List<Metric> metrics() {
    return List.of(metric);
  }
}
