package io.lautum.method.classconfusion;

import io.lautum.network.loss.Softmax;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import java.util.Arrays;
import java.util.Map;

/**
 * μ times the confusion of classes in the predictions for n unlabelled images (Jin et al., "Minimum
 * class confusion for versatile domain adaptation", ECCV 2020, eq. 2 to 6). With y = softmax(z/T)
 * of the logits z and weights w_i = n (1 + e^{−H_i})/Σ_j (1 + e^{−H_j}) of the images by their
 * entropy H, which are constants of the gradient,
 *
 * <p>C = Σ_i w_i y_i y_iᵀ, and the confusion is (1/K) Σ_{j≠k} C_jk/Σ_l C_jl.
 *
 * @param weight μ
 * @param temperature T
 */
record ClassConfusionTerm(double weight, double temperature) implements TermSpec {
  /** Key of the confusion. */
  static final String CONFUSION = "classConfusion";

  /** Smallest probability of a class, so that no class has the sum 0. */
  private static final double SMALLEST = 1e-100;

  @Override
  public String name() {
    return MinimumClassConfusion.NAME;
  }

  @Override
  public String output() {
    return NetworkGraph.LOGITS;
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private final class Running implements Term {
    private double confusion = Double.NaN;

    @Override
    public Value advance(TermInput input) {
      int classes = input.width(output());
      double[] y = probabilities(input.rows(output(), ImageGroup.UNLABELLED), classes);
      double[] weights = weights(y, classes);
      double[][] matrix = matrix(y, weights, classes);
      double[] sums = Arrays.stream(matrix).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
      double certain = 0;
      for (int k = 0; k < classes; k++) {
        certain += matrix[k][k] / sums[k];
      }
      confusion = 1 - certain / classes;
      double[] gradient = gradient(y, weights, matrix, sums);
      return new Value(
          weight * confusion,
          Map.of(output(), input.placed(output(), ImageGroup.UNLABELLED, gradient)));
    }

    /** Returns softmax(z/T). */
    private double[] probabilities(double[] logits, int classes) {
      float[] scaled = new float[logits.length];
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] = (float) (logits[i] / temperature);
      }
      double[] y = Softmax.of(scaled, classes, 0, scaled.length / classes);
      if (Arrays.stream(y).anyMatch(Double::isNaN)) {
        throw new ArithmeticException("the logits are not finite");
      }
      return Arrays.stream(y).map(p -> Math.max(p, SMALLEST)).toArray();
    }

    private double[] weights(double[] y, int classes) {
      double[] weights = new double[y.length / classes];
      for (int i = 0; i < weights.length; i++) {
        double entropy = 0;
        for (int k = i * classes; k < (i + 1) * classes; k++) {
          entropy -= y[k] * Math.log(y[k]);
        }
        weights[i] = 1 + Math.exp(-entropy);
      }
      double mean = Arrays.stream(weights).average().orElseThrow();
      return Arrays.stream(weights).map(one -> one / mean).toArray();
    }

    private double[][] matrix(double[] y, double[] weights, int classes) {
      double[][] matrix = new double[classes][classes];
      for (int i = 0; i < weights.length; i++) {
        for (int j = 0; j < classes; j++) {
          for (int k = 0; k < classes; k++) {
            matrix[j][k] += weights[i] * y[i * classes + j] * y[i * classes + k];
          }
        }
      }
      return matrix;
    }

    /** Returns the gradient with respect to the logits: ∂/∂C_jk = (C_jj/S_j² − 1(j = k)/S_j)/K. */
    private double[] gradient(double[] y, double[] weights, double[][] matrix, double[] sums) {
      int classes = sums.length;
      double[] gradient = new double[y.length];
      for (int i = 0; i < weights.length; i++) {
        for (int j = 0; j < classes; j++) {
          double sum = 0;
          for (int k = 0; k < classes; k++) {
            double byPair = matrix[j][j] / sums[j] / sums[j] + matrix[k][k] / sums[k] / sums[k];
            double byDiagonal = j == k ? 2 / sums[j] : 0;
            sum += y[i * classes + k] * (byPair - byDiagonal);
          }
          gradient[i * classes + j] = weight * weights[i] * sum / classes / temperature;
        }
      }
      Softmax.backward(gradient, y, classes);
      return gradient;
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(CONFUSION, confusion);
    }

    @Override
    public void restore(State state) {
      confusion = Double.NaN;
    }
  }
}
