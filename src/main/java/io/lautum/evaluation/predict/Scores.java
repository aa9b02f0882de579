package io.lautum.evaluation.predict;

import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.experiment.result.Classification;
import java.io.Serializable;

/**
 * What a model says about an intact example.
 *
 * @param label index of the most probable class
 * @param probabilities one probability per class
 * @param outsider scores in the order of {@link OutsiderScore}
 * @param batch sums of the embeddings of its whole batch, on a batch's first example if the model
 *     has statistics of embeddings; otherwise null
 */
record Scores(int label, float[] probabilities, double[] outsider, EmbeddingSums batch)
    implements Serializable {
  /** Returns the scores of an example's outputs. */
  static Scores of(float[] probabilities, float[] logits, EmbeddingSums batch) {
    OutsiderScore[] kinds = OutsiderScore.values();
    double[] outsider = new double[kinds.length];
    for (int k = 0; k < kinds.length; k++) {
      outsider[k] = kinds[k].of(logits);
    }
    int label = Classification.of(probabilities).predicted();
    return new Scores(label, probabilities, outsider, batch);
  }

  double outsider(OutsiderScore score) {
    return outsider[score.ordinal()];
  }
}
