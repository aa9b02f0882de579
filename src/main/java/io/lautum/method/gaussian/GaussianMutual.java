package io.lautum.method.gaussian;

import io.lautum.information.GaussianInformation;
import io.lautum.method.Metric;

/**
 * Cross-entropy on the source minus λ times the mutual information between the network's outputs
 * and the whitened target images, computed as if both were jointly Gaussian.
 */
public final class GaussianMutual extends GaussianDependence {
  private static final String NAME = "gaussian-mutual";

  public GaussianMutual() {
    super(
        NAME,
        keys(
                NAME,
                "The method gaussian-mutual: like lautum, with the mutual information in place of"
                    + " the Lautum information.",
                MOMENT_SHARING)
            .newerThanArtefacts(),
        GaussianInformation.Measure.MUTUAL,
        new Metric(
            "gaussianMutualInformation",
            "Mutual information",
            "nats",
            "Dependence between the network's outputs and the whitened target images, estimated"
                + " from running moments as if both were jointly Gaussian.",
            Metric.Goal.HIGHER));
  }
}
