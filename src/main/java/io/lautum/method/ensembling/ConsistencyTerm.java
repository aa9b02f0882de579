package io.lautum.method.ensembling;

import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import java.util.Map;

/**
 * The mean squared difference between class probabilities p and an ensemble p̃ of earlier ones, row
 * by row with a weight w: 1/(NK) Σ_i w_i ‖p_i − p̃_i‖² over the N rows of the step (Laine &amp;
 * Aila, ICLR 2017, algorithm 2, where w is the same for all rows). The extra input has, for each
 * row, p̃ and, last, w.
 */
public record ConsistencyTerm() implements TermSpec {
  /** Key of the mean squared difference, unweighted. */
  public static final String SQUARED_DIFFERENCE = "squaredDifference";

  @Override
  public String name() {
    return "consistency";
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private static final class Running implements Term {
    private double difference = Double.NaN;

    @Override
    public Value advance(TermInput input) {
      double[] outputs = input.outputs().get(PROBABILITIES);
      double[] ensemble = input.extra();
      int classes = input.width(PROBABILITIES);
      double[] gradient = new double[outputs.length];
      double sum = 0;
      double weighted = 0;
      for (int row = 0; row < outputs.length / classes; row++) {
        double weight = ensemble[row * (classes + 1) + classes];
        for (int k = 0; k < classes; k++) {
          double one = outputs[row * classes + k] - ensemble[row * (classes + 1) + k];
          sum += one * one;
          weighted += weight * one * one;
          gradient[row * classes + k] = 2 * weight * one / outputs.length;
        }
      }
      difference = sum / outputs.length;
      return new Value(weighted / outputs.length, Map.of(PROBABILITIES, gradient));
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(SQUARED_DIFFERENCE, difference);
    }
  }
}
