package io.lautum.evaluation.unlabelled;

import io.lautum.experiment.result.Classification;
import java.io.Serializable;

/**
 * An unlabelled image and the final model's output for it.
 *
 * @param id identifier in its set
 * @param name path relative to its dataset
 * @param probabilities one probability per class
 */
record ScoredImage(long id, String name, float[] probabilities) implements Serializable {
  /** Returns the entropy of the prediction, −Σ p ln p, in nats. */
  double entropy() {
    double entropy = 0;
    for (float p : probabilities) {
      entropy -= p > 0 ? p * Math.log(p) : 0;
    }
    return entropy;
  }

  Classification classification() {
    return Classification.of(probabilities);
  }

  /** Orders images by uncertainty, the most uncertain first; equal ones by their identifier. */
  record Uncertainty(long id, double entropy) implements Comparable<Uncertainty>, Serializable {
    static Uncertainty of(ScoredImage image) {
      return new Uncertainty(image.id, image.entropy());
    }

    @Override
    public int compareTo(Uncertainty other) {
      int byEntropy = Double.compare(other.entropy, entropy);
      return byEntropy != 0 ? byEntropy : Long.compare(id, other.id);
    }
  }
}
