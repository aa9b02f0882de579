package io.lautum.execution.onednn;

import io.lautum.network.TrainedWeights;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Adam (Kingma &amp; Ba 2015, algorithm 1 with the bias corrections folded into the step size, as
 * in its section 2) over a flat vector of weights, with its state in DL4J's order: for every run of
 * weights that Adam moves, the first moments of all of them, then the second. Weights between runs
 * are batch normalisation's running statistics, from which the gradient is subtracted as it is.
 */
final class AdamStep {
  private final Adam adam;
  private final List<TrainedWeights.Run> moved;
  private final List<TrainedWeights.Run> tracked;
  private float[] state;

  /**
   * @param adam its settings
   * @param weights that it moves, and the others
   */
  AdamStep(Adam adam, TrainedWeights weights) {
    this.adam = adam;
    moved = weights.runs();
    tracked = weights.others();
    state = new float[2 * moved.stream().mapToInt(TrainedWeights.Run::length).sum()];
  }

  /** Moments of the gradients; empty for none seen. */
  void load(float[] moments) {
    if (moments.length == 0) {
      Arrays.fill(state, 0);
    } else {
      state = moments.clone();
    }
  }

  float[] state() {
    return state.clone();
  }

  /**
   * Changes the weights.
   *
   * @param iteration steps before this one
   */
  void apply(float[] weights, float[] gradient, int iteration) {
    int at = 0;
    double beta1 = adam.getBeta1();
    double beta2 = adam.getBeta2();
    double correction =
        Math.sqrt(1 - Math.pow(beta2, iteration + 1)) / (1 - Math.pow(beta1, iteration + 1));
    float rate = (float) (adam.getLearningRate(iteration, 0) * correction);
    for (TrainedWeights.Run run : moved) {
      int length = run.length();
      step(
          weights,
          gradient,
          run.from(),
          state,
          at,
          length,
          rate,
          (float) beta1,
          (float) beta2,
          (float) adam.getEpsilon());
      at += 2 * length;
    }
    for (TrainedWeights.Run run : tracked) {
      for (int i = run.from(); i < run.to(); i++) {
        weights[i] -= gradient[i];
      }
    }
  }

  /** A loop that the virtual machine turns into vector instructions. */
  private static void step(
      float[] weights,
      float[] gradient,
      int from,
      float[] state,
      int first,
      int length,
      float rate,
      float beta1,
      float beta2,
      float epsilon) {
    int second = first + length;
    for (int i = 0; i < length; i++) {
      float g = gradient[from + i];
      float m = beta1 * state[first + i] + (1 - beta1) * g;
      float v = beta2 * state[second + i] + (1 - beta2) * g * g;
      state[first + i] = m;
      state[second + i] = v;
      weights[from + i] -= rate * m / ((float) Math.sqrt(v) + epsilon);
    }
  }
}
