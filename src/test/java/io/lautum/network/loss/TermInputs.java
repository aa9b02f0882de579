package io.lautum.network.loss;

import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroups;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.Map;

/** Creates inputs of terms without a network. */
public final class TermInputs {
  private TermInputs() {}

  /**
   * Returns the input for a step with equal numbers of labelled and unlabelled images.
   *
   * @param values values of the output for the rows of both groups
   * @param n images per group
   */
  public static TermInput of(String output, double[] values, int n, double... extra) {
    StepSpec step =
        new StepSpec(
            ImageGroups.labelledAndUnlabelled(n),
            List.of(NetworkGraph.LOGITS),
            new Optimizer.None(),
            false);
    return new TermInput(step, Map.of(output, values), extra);
  }
}
