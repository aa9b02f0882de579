package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.Set;

/**
 * The conversion of the datasets to shards.
 *
 * @param labelledFraction share of each target class's training examples that may be labelled
 * @param components principal components kept by whitening
 * @param exactPcaMaxValues largest number of values per image for exact components
 */
public record PrepareConfig(double labelledFraction, int components, int exactPcaMaxValues)
    implements Serializable {
  private static final Key<Double> LABELLED_FRACTION =
      Key.of("labelled-fraction", KeyType.below(1e-6, 1), 0.2)
          .doc(
              "Fraction of each target class's training examples that labelled draws come from; the"
                  + " other examples are the unlabelled target set, whose labels are dropped.");
  private static final Key<Integer> COMPONENTS =
      Key.of("components", KeyType.atLeast(1), 64)
          .doc(
              "Number of principal components of the unlabelled target images that the Lautum"
                  + " information uses.");
  private static final Key<Integer> EXACT_PCA_MAX_VALUES =
      Key.of("exact-pca-max-values", KeyType.atLeast(0), 1024)
          .doc(
              "Largest number of values per image (channels x height x width) for exact principal"
                  + " components, which need a covariance matrix of that number squared in the"
                  + " driver's memory; larger images use a randomised subspace iteration.")
          .unit("values")
          .formerly("exact-up-to");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "prepare",
          "Conversion of the datasets to shards.",
          Set.of(ArtefactKind.SHARDS),
          LABELLED_FRACTION,
          COMPONENTS,
          EXACT_PCA_MAX_VALUES);

  static PrepareConfig read(Section section) {
    return new PrepareConfig(
        section.get(LABELLED_FRACTION), section.get(COMPONENTS), section.get(EXACT_PCA_MAX_VALUES));
  }
}
