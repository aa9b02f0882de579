package io.lautum.evaluation.unlabelled;

import io.lautum.experiment.result.Classification;
import java.io.Serializable;
import java.util.Comparator;

/**
 * An unlabelled image and the final model's output for it.
 *
 * @param id identifier in its set
 * @param name path relative to its dataset
 * @param probabilities one probability per class
 */
record ScoredImage(long id, String name, float[] probabilities) implements Serializable {
  /** Orders images by uncertainty, the most uncertain first; equal ones by their identifier. */
  static final Comparator<ScoredImage> MOST_UNCERTAIN = new MostUncertain();

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

  /** A class, because the comparator travels to executors. */
  private static final class MostUncertain implements Comparator<ScoredImage>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(ScoredImage a, ScoredImage b) {
      int byEntropy = Double.compare(b.entropy(), a.entropy());
      return byEntropy != 0 ? byEntropy : Long.compare(a.id(), b.id());
    }
  }
}
