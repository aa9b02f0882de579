package io.lautum.method.gaussian;

import io.lautum.experiment.config.PretrainConfig;
import io.lautum.information.GaussianInformation;
import io.lautum.method.Metric;

/**
 * Lautum regularisation: cross-entropy on the source minus λ times the Lautum information between
 * the network and the unlabelled target images (arXiv 1904.01670, eq. 2).
 */
public final class Lautum extends GaussianDependence {
  private static final String NAME = "lautum";

  /** The Lautum information between the network and the target images. */
  public static final Metric INFORMATION =
      new Metric(
          GaussianTerm.LAUTUM_INFORMATION,
          "Lautum information",
          "nats",
          "Dependence between the network's outputs and the whitened target images, estimated from"
              + " running moments.",
          Metric.Goal.HIGHER);

  public Lautum() {
    super(
        NAME,
        keys(
            NAME,
            "The method lautum: its term of the pre-transfer loss (arXiv 1904.01670, eq. 2).",
            MOMENT_SHARING
                .formerly("moments")
                .formerValue("averaged", "shared")
                .formerValue("shard", "local")),
        GaussianInformation.Measure.LAUTUM,
        INFORMATION);
  }

  /** Returns the configured term, which also defines how trained models are measured. */
  public static GaussianTerm term(PretrainConfig config) {
    return new Lautum().term(config, Integer.MAX_VALUE);
  }
}
