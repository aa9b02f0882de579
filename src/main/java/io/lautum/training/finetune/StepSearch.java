package io.lautum.training.finetune;

import io.lautum.data.image.Normalization;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.Engines;
import io.lautum.network.loss.Softmax;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.List;

/**
 * The search for the number of steps with the smallest cross-entropy of held-out examples (early
 * stopping with patience; Goodfellow, Bengio &amp; Courville 2016, algorithm 7.1). Not thread-safe.
 */
final class StepSearch implements AutoCloseable {
  /** Key of the held-out examples' cross-entropy among the metrics of a step. */
  static final String HELD_OUT = "heldOutCrossEntropy";

  private static final int CHECKS = 20;

  /** Maximum number of images per forward pass. */
  private static final int BATCH_SIZE = 100;

  private final TargetExamples heldOut;
  private final Normalization.Table normalization;
  private final int steps;
  private final int patience;
  private final int classes;
  private final int size;
  private final int rows;
  private final CompiledNetwork network;
  private final float[] pixels;

  private int best;
  private double least = Double.POSITIVE_INFINITY;
  private int worse;

  /**
   * @param network network without heads
   * @param engine value of {@code network.engine}
   * @param steps number of steps of the whole schedule
   * @param patience number of checks without improvement that end the search
   */
  StepSearch(
      TargetExamples heldOut,
      NetworkGraph network,
      Normalization.Table normalization,
      String engine,
      int steps,
      int patience) {
    this.heldOut = heldOut;
    this.normalization = normalization;
    this.steps = steps;
    this.patience = patience;
    best = steps;
    classes = network.width(NetworkGraph.LOGITS);
    size = network.input().size();
    rows = Math.min(BATCH_SIZE, heldOut.labels().length);
    pixels = new float[rows * size];
    StepSpec pass = StepSpec.inference(rows, List.of(NetworkGraph.LOGITS));
    this.network =
        Engines.find(engine, Precision.FLOAT, network, pass)
            .compile(network, pass, Precision.FLOAT);
  }

  /** Returns whether the held-out examples are measured after a number of steps. */
  boolean checksAfter(int taken) {
    // Multiples of the history's interval, so that the history has the model's last step.
    int multiple = TrainingHistory.EVERY;
    int interval = (steps + CHECKS * multiple - 1) / (CHECKS * multiple) * multiple;
    return taken % interval == 0 || taken == steps;
  }

  /** Returns the mean cross-entropy of the held-out examples in inference, in nats. */
  double crossEntropy(float[] weights) {
    network.load(EngineState.initial(weights), 0);
    int images = heldOut.labels().length;
    double sum = 0;
    for (int first = 0; first < images; first += rows) {
      int count = Math.min(rows, images - first);
      for (int i = 0; i < count; i++) {
        normalization.apply(heldOut.labelled()[first + i], pixels, i * size);
      }
      network.forward(() -> pixels);
      double[] probabilities = Softmax.of(network.output(NetworkGraph.LOGITS), classes, 0, count);
      for (int i = 0; i < count; i++) {
        double probability = probabilities[i * classes + heldOut.labels()[first + i]];
        sum -= Math.log(Math.max(probability, Double.MIN_NORMAL));
      }
    }
    return sum / images;
  }

  /** Adds the result of a check. */
  void add(int taken, double crossEntropy) {
    if (crossEntropy < least) {
      least = crossEntropy;
      best = taken;
      worse = 0;
    } else {
      worse++;
    }
  }

  /** Returns whether the search is over before the last step. */
  boolean isOver() {
    return worse >= patience;
  }

  /** Returns the chosen number of steps: the smallest one with the least cross-entropy. */
  int best() {
    return best;
  }

  /** Returns the least cross-entropy; infinite before the first check. */
  double least() {
    return least;
  }

  @Override
  public void close() {
    network.close();
  }
}
