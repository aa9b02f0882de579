package io.lautum.experiment.result;

/**
 * The class that a model gives to an image.
 *
 * @param predicted the class of the largest probability, the first of several
 * @param confidence its probability
 */
public record Classification(int predicted, float confidence) {
  /** The classification by the probabilities of all classes. */
  public static Classification of(float[] probabilities) {
    int best = 0;
    for (int k = 1; k < probabilities.length; k++) {
      if (probabilities[k] > probabilities[best]) {
        best = k;
      }
    }
    return new Classification(best, probabilities[best]);
  }
}
