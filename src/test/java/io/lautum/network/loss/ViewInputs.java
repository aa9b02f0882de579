package io.lautum.network.loss;

import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/** Creates inputs of terms that read views of the unlabelled images, without a network. */
public final class ViewInputs {
  private static final List<String> ROLES =
      List.of(
          ImageGroup.LABELLED,
          ImageGroup.UNLABELLED,
          ImageGroup.STRONG_VIEW,
          ImageGroup.OTHER_STRONG_VIEW);

  private ViewInputs() {}

  /**
   * Returns the input for a step with a labelled group, an unlabelled one and both strong views.
   *
   * @param values values of the output for the rows of the four groups
   * @param n images per group
   */
  public static TermInput of(String output, double[] values, int n) {
    StepSpec step =
        new StepSpec(
            ROLES.stream().map(role -> ImageGroup.trained(role, n)).toList(),
            List.of(NetworkGraph.LOGITS),
            new Optimizer.None(),
            false);
    return new TermInput(step, Map.of(output, values), new double[0]);
  }

  /** Returns random positive rows of the four groups, each with the sum 1. */
  public static double[] probabilities(int n, int classes, long seed) {
    Random random = new Random(seed);
    double[] rows = new double[ROLES.size() * n * classes];
    for (int row = 0; row < rows.length; row += classes) {
      double sum = 0;
      for (int k = row; k < row + classes; k++) {
        rows[k] = 0.05 + random.nextDouble();
        sum += rows[k];
      }
      for (int k = row; k < row + classes; k++) {
        rows[k] /= sum;
      }
    }
    return rows;
  }

  /** Returns random rows of the four groups. */
  public static double[] projections(int n, int width, long seed) {
    Random random = new Random(seed);
    return Stream.generate(random::nextGaussian)
        .limit((long) ROLES.size() * n * width)
        .mapToDouble(Double::doubleValue)
        .toArray();
  }
}
