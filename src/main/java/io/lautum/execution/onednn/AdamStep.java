package io.lautum.execution.onednn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Adam (Kingma &amp; Ba 2015, algorithm 1 with the bias corrections folded into the step size, as
 * in its section 2) over a flat vector of weights, with its state in DL4J's order: for every run of
 * weights that Adam moves, the first moments of all of them, then the second. Weights between runs
 * are batch normalisation's running statistics, from which the gradient is subtracted as it is.
 */
final class AdamStep {
  /** Weights from one position to before another. */
  private record Run(int from, int to) {}

  private final Adam adam;
  private final List<Run> moved = new ArrayList<>();
  private final List<Run> tracked = new ArrayList<>();
  private float[] state;

  /**
   * @param graph an initialised network, from which order and settings are taken
   */
  AdamStep(ComputationGraph graph) {
    Adam settings = null;
    int at = 0;
    for (Layer layer : graph.getLayers()) {
      for (Map.Entry<String, INDArray> weight : layer.paramTable().entrySet()) {
        var updater = layer.conf().getLayer().getUpdaterByParam(weight.getKey());
        int next = at + Math.toIntExact(weight.getValue().length());
        append(updater instanceof NoOp ? tracked : moved, at, next);
        at = next;
        if (layer.conf().getLayer() instanceof BaseLayer weighted) {
          settings = (Adam) weighted.getIUpdater();
        }
      }
    }
    adam = settings;
    state = new float[2 * moved.stream().mapToInt(run -> run.to() - run.from()).sum()];
  }

  private static void append(List<Run> runs, int from, int to) {
    int last = runs.size() - 1;
    if (last >= 0 && runs.get(last).to() == from) {
      runs.set(last, new Run(runs.get(last).from(), to));
    } else {
      runs.add(new Run(from, to));
    }
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
   * first + factor · gradient, in the latter, of the weights that Adam moves; of the others, the
   * first alone.
   */
  void addScaled(float[] first, float factor, float[] gradient) {
    for (Run run : moved) {
      for (int i = run.from(); i < run.to(); i++) {
        gradient[i] = first[i] + factor * gradient[i];
      }
    }
    for (Run run : tracked) {
      System.arraycopy(first, run.from(), gradient, run.from(), run.to() - run.from());
    }
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
    for (Run run : moved) {
      int length = run.to() - run.from();
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
    for (Run run : tracked) {
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
