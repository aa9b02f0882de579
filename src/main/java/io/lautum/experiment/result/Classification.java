package io.lautum.experiment.result;

/**
 * The class that a model assigns to an image.
 *
 * @param predicted the class with the largest probability, the first if there are several
 * @param confidence probability of that class
 */
public record Classification(int predicted, float confidence) {
  /** Returns the classification for the probabilities of all classes. */
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
