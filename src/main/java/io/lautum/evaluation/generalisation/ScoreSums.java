package io.lautum.evaluation.generalisation;

import io.lautum.experiment.result.Classification;
import io.lautum.experiment.result.Evaluation;
import java.io.Serializable;

/**
 * Accuracy and cross-entropy as sums over images. Unlike an {@link Evaluation}, it has no confusion
 * matrix: the driver collects one for every model, shard and perturbation.
 */
final class ScoreSums implements Serializable {
  private long examples;
  private long correct;
  private double crossEntropy;

  /** Adds one image. */
  void add(int label, float[] probabilities) {
    examples++;
    correct += Classification.of(probabilities).predicted() == label ? 1 : 0;
    crossEntropy += Evaluation.crossEntropy(probabilities[label]);
  }

  /** Adds the sums of other images. */
  void add(ScoreSums other) {
    examples += other.examples;
    correct += other.correct;
    crossEntropy += other.crossEntropy;
  }

  long examples() {
    return examples;
  }

  /** Returns the share of images whose most probable class is their label. */
  double accuracy() {
    return (double) correct / examples;
  }

  /** Returns the mean of {@link Evaluation#crossEntropy(float)}, in nats. */
  double crossEntropy() {
    return crossEntropy / examples;
  }
}
