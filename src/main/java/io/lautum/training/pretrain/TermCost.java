package io.lautum.training.pretrain;

import io.lautum.Text;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.NetworkGraph;
import java.util.Optional;

/** States the cost of a dependence term over many outputs, which few users expect. */
public final class TermCost {
  /** Number of outputs from which on the cost is stated. */
  public static final int MANY_OUTPUTS = 200;

  private static final double MIB = 1 << 20;

  private TermCost() {}

  /**
   * Returns a sentence about a term's cost and the key that lowers it; empty for terms with few
   * outputs or a small cost.
   *
   * @param graph network with the term's outputs
   * @param components length of a whitened vector
   * @param images number of unlabelled images per step
   */
  static Optional<String> sentence(TermSpec term, NetworkGraph graph, int components, int images) {
    boolean probabilities = term.output().equals(TermSpec.PROBABILITIES);
    String output = probabilities ? NetworkGraph.LOGITS : term.output();
    // The outputs of a term's own head do not grow with the number of classes.
    int outputs = graph.outputs().containsKey(output) ? graph.width(output) : 0;
    if (outputs < MANY_OUTPUTS) {
      return Optional.empty();
    }
    int features = graph.width(NetworkGraph.FEATURES);
    String remedy =
        features < outputs
            ? Text.format(
                "set pretrain.%s.outputs = features (%,d values), or remove the method from"
                    + " methods",
                term.name(), features)
            : "if steps take too long, remove the method from methods";
    return term.cost(outputs, components, images)
        .map(
            cost ->
                Text.format(
                    "term %s over %,d outputs: %,d million multiplications per step on one core,"
                        + " and %.1f MiB of state per worker; %s",
                    term.name(),
                    outputs,
                    Math.round(cost.multiplications() / 1e6),
                    cost.stateBytes() / MIB,
                    remedy));
  }
}
