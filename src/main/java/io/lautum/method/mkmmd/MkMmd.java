package io.lautum.method.mkmmd;

import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.Section;
import io.lautum.method.Metric;
import io.lautum.method.SourceTraining;
import io.lautum.network.loss.TermSpec;
import java.util.List;
import java.util.Locale;

/**
 * Multi-kernel maximum mean discrepancy: cross-entropy on the source plus μ times MMD² between the
 * network's outputs for source and for target images (Gretton et al., NIPS 2012; as a term of a
 * network's loss M. Long et al., "Learning transferable features with deep adaptation networks",
 * ICML 2015).
 */
public final class MkMmd extends SourceTraining {
  private static final String NAME = "mk-mmd";

  private static final Metric DISCREPANCY =
      new Metric(
          MkMmdTerm.SQUARED_MMD,
          "MMD²",
          "",
          "Squared maximum mean discrepancy between the outputs for the source and the target"
              + " images of a minibatch; the estimate is unbiased and can be negative.",
          Metric.Goal.LOWER);

  private static final Key<Double> WEIGHT =
      Key.of("weight", KeyType.between(0, 1e6), 1.0)
          .doc("Weight of the squared maximum mean discrepancy in the loss (mu).");
  private static final Key<String> OUTPUTS =
      Key.of("outputs", KeyType.oneOf("softmax", "logits", "features"), "features")
          .doc("Network output to compare; features is the last hidden layer.");
  private static final Key<String> KERNELS =
      Key.of("kernels", KeyType.oneOf("fixed", "median"), "fixed")
          .doc(
              "Bandwidths of the 19 Gaussian kernels: 1e-6 to 1e6 (fixed), or 2^-9 to 2^9 times the"
                  + " minibatch's median squared distance (median).");
  private static final Key<Integer> START_ITERATION =
      Key.of("start-iteration", KeyType.atLeast(0), 0)
          .doc(
              "Minibatches per worker before the term is switched on; at most a tenth of the"
                  + " training.")
          .unit("minibatches");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "pretrain." + NAME,
              "The method mk-mmd: its term of the pre-transfer loss, computed from the source and"
                  + " target outputs of a minibatch.",
              PretrainConfig.ARTEFACTS,
              WEIGHT,
              OUTPUTS,
              KERNELS,
              START_ITERATION)
          .forSingleMethods();

  public MkMmd() {
    super(NAME, KEYS);
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    Section keys = config.section().at(NAME);
    return List.of(
        new MkMmdTerm(
            TermSpec.output(keys.get(OUTPUTS)),
            keys.get(WEIGHT),
            MkMmdTerm.Kernels.valueOf(keys.get(KERNELS).toUpperCase(Locale.ROOT)),
            start(keys.get(START_ITERATION), steps)));
  }

  @Override
  public List<Metric> metrics() {
    return List.of(DISCREPANCY);
  }
}
