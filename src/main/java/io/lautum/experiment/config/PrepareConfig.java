package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.Set;

/**
 * The conversion of the datasets to shards.
 *
 * @param labelledFraction share of each target class's training examples that may be labelled
 * @param features what whitening maps to z
 * @param components principal components kept by whitening; 0 leaves whitening out
 * @param exactPcaMaxValues largest number of values per image for exact components
 * @param patchSide height and width of the patches of local features
 * @param patchCount number of patches in the dictionary of local features
 */
public record PrepareConfig(
    double labelledFraction,
    Features features,
    int components,
    int exactPcaMaxValues,
    int patchSide,
    int patchCount)
    implements Serializable {
  /** What whitening maps to z. */
  public enum Features {
    /** The values of the normalised image, or of the vector. */
    PIXELS,
    /** Which patches of a dictionary occur in which quarter of the image. */
    PATCHES
  }

  private static final Key<Double> LABELLED_FRACTION =
      Key.of("labelled-fraction", KeyType.below(1e-6, 1), 0.2)
          .doc(
              "Fraction of each target class's training examples that labelled draws come from; the"
                  + " other examples are the unlabelled target set, whose labels are dropped.");
  private static final Key<String> FEATURES =
      Key.of(
              "features",
              KeyType.oneOf(EnumNames.all(Features.class)),
              EnumNames.of(Features.PIXELS))
          .doc(
              "What the whitened vectors z are computed from: pixels, or which patches of a learned"
                  + " dictionary occur in which quarter of the image.")
          .introducedWith(EnumNames.of(Features.PIXELS));
  private static final Key<Integer> PATCH_SIDE =
      Key.of("patch-side", KeyType.atLeast(2), 6)
          .doc("Height and width of the dictionary's patches, with features = patches.")
          .unit("pixels")
          .introducedWith(6);
  private static final Key<Integer> PATCH_COUNT =
      Key.of("patch-count", KeyType.atLeast(2), 100)
          .doc("Number of patches in the dictionary, with features = patches.")
          .introducedWith(100);
  private static final Key<Integer> COMPONENTS =
      Key.of("components", KeyType.atLeast(0), 64)
          .doc(
              "Number of principal components of the unlabelled target images that the Lautum"
                  + " information uses. The command adapt sets 0, which saves the whitening, unless"
                  + " one of its methods uses them; experiments need at least 1.");
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
          FEATURES,
          COMPONENTS,
          EXACT_PCA_MAX_VALUES,
          PATCH_SIDE,
          PATCH_COUNT);

  static PrepareConfig read(Section section) {
    return new PrepareConfig(
        section.get(LABELLED_FRACTION),
        EnumNames.named(Features.class, "prepare.features", section.get(FEATURES)),
        section.get(COMPONENTS),
        section.get(EXACT_PCA_MAX_VALUES),
        section.get(PATCH_SIDE),
        section.get(PATCH_COUNT));
  }
}
