package io.lautum.network;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * Which of a network's flat weights a loss determines: all but the running statistics of batch
 * normalisation, which lie among them and follow the minibatches whatever the loss is.
 *
 * @param trained by position in the flat weights
 */
public record TrainedWeights(boolean[] trained) implements Serializable {
  /** Those of a network. */
  public static TrainedWeights of(ComputationGraphConfiguration graph) {
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    TrainedWeights weights = of(network);
    network.close();
    return weights;
  }

  /** Those of an initialised network. */
  public static TrainedWeights of(ComputationGraph network) {
    boolean[] trained = new boolean[Math.toIntExact(network.numParams())];
    int at = 0;
    for (Layer layer : network.getLayers()) {
      for (var weight : layer.paramTable().entrySet()) {
        int next = at + Math.toIntExact(weight.getValue().length());
        boolean tracked =
            layer.conf().getLayer().getUpdaterByParam(weight.getKey()) instanceof NoOp;
        Arrays.fill(trained, at, next, !tracked);
        at = next;
      }
    }
    return new TrainedWeights(trained);
  }

  /**
   * Some of the flat weights, one after the other.
   *
   * @param from position of the first
   * @param to position after the last
   */
  public record Run(int from, int to) {
    public int length() {
      return to - from;
    }
  }

  /** The trained ones, in runs as long as possible, ascending. */
  public List<Run> runs() {
    return runs(true);
  }

  /** The others, in runs as long as possible, ascending. */
  public List<Run> others() {
    return runs(false);
  }

  private List<Run> runs(boolean wanted) {
    List<Run> runs = new ArrayList<>();
    int from = 0;
    for (int i = 1; i <= trained.length; i++) {
      if (i == trained.length || trained[i] != trained[from]) {
        if (trained[from] == wanted) {
          runs.add(new Run(from, i));
        }
        from = i;
      }
    }
    return List.copyOf(runs);
  }

  /**
   * first + factor · second of the trained weights; of the others, the first alone.
   *
   * @param second receives the sum
   */
  public void addScaled(float[] first, float factor, float[] second) {
    for (int i = 0; i < first.length; i++) {
      second[i] = trained[i] ? first[i] + factor * second[i] : first[i];
    }
  }

  /** Whether there are no others. */
  public boolean isAll() {
    for (boolean one : trained) {
      if (!one) {
        return false;
      }
    }
    return true;
  }

  /** The trained ones among all weights, one after the other. */
  public float[] select(float[] all) {
    float[] selected = new float[all.length];
    int count = 0;
    for (int i = 0; i < all.length; i++) {
      if (trained[i]) {
        selected[count++] = all[i];
      }
    }
    return Arrays.copyOf(selected, count);
  }

  /** Puts trained weights in their places; the others stay. */
  public void write(float[] selected, float[] all) {
    int next = 0;
    for (int i = 0; i < all.length; i++) {
      if (trained[i]) {
        all[i] = selected[next++];
      }
    }
  }
}
