package io.lautum.regularization;

import io.lautum.network.TransferLoss;
import java.util.Map;

/**
 * The mean squared difference between outputs z and what stands beside them, z̃, row by row with a
 * weight w: 1/(2nK) Σ_i w_i ‖z_i − z̃_i‖² over the 2n rows of the stacked minibatch (Laine &amp;
 * Aila, ICLR 2017, algorithm 2, where w is the same for all rows). Beside each output of K numbers
 * stand z̃ and, last, w. Keeps no statistics.
 */
public final class ConsistencyLoss extends TransferLoss {
  /** Key of the unweighted mean squared difference among the metrics. */
  public static final String SQUARED_DIFFERENCE = "squaredDifference";

  private static final long serialVersionUID = 1L;

  private transient double score;

  /** Null before the first minibatch. */
  private transient Double measure;

  @Override
  protected double[] advance(double[] outputs, double[] beside, int n) {
    int classes = outputs.length / (2 * n);
    double[] gradient = new double[outputs.length];
    double sum = 0;
    double weighted = 0;
    for (int row = 0; row < 2 * n; row++) {
      double weight = beside[row * (classes + 1) + classes];
      for (int k = 0; k < classes; k++) {
        double difference = outputs[row * classes + k] - beside[row * (classes + 1) + k];
        sum += difference * difference;
        weighted += weight * difference * difference;
        gradient[row * classes + k] = 2 * weight * difference / outputs.length;
      }
    }
    measure = sum / outputs.length;
    score = weighted / outputs.length;
    return gradient;
  }

  @Override
  protected double lastScore() {
    return score;
  }

  @Override
  protected double scoreWith(double[] outputs, double[] beside, int n) {
    ConsistencyLoss other = new ConsistencyLoss();
    other.advance(outputs, beside, n);
    return other.score;
  }

  /** The mean squared difference, unweighted. */
  @Override
  public double measure() {
    return measure == null ? Double.NaN : measure;
  }

  @Override
  public Map<String, Double> metrics() {
    return Map.of(SQUARED_DIFFERENCE, measure());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConsistencyLoss;
  }

  @Override
  public int hashCode() {
    return ConsistencyLoss.class.hashCode();
  }

  @Override
  public String toString() {
    return "ConsistencyLoss";
  }
}
