package io.lautum.method.coral;

import io.lautum.information.discrepancy.CorrelationDistance;
import io.lautum.network.loss.Gradients;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import java.util.Map;

/**
 * μ times the {@link CorrelationDistance} between the features of the labelled and of the
 * unlabelled images of a minibatch.
 *
 * @param weight μ
 */
record CoralTerm(double weight) implements TermSpec {
  /** Key of the squared distance. */
  static final String DISTANCE = "correlationDistance";

  @Override
  public String name() {
    return Coral.NAME;
  }

  @Override
  public String output() {
    return NetworkGraph.FEATURES;
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private final class Running implements Term {
    private double distance = Double.NaN;

    @Override
    public Value advance(TermInput input) {
      CorrelationDistance estimate =
          new CorrelationDistance(
              input.rows(output(), ImageGroup.LABELLED),
              input.rows(output(), ImageGroup.UNLABELLED),
              input.size(ImageGroup.UNLABELLED));
      distance = estimate.value();
      Map<String, double[]> gradients =
          Map.of(
              ImageGroup.LABELLED,
              Gradients.scaled(estimate.first(), weight),
              ImageGroup.UNLABELLED,
              Gradients.scaled(estimate.second(), weight));
      return new Value(weight * distance, Map.of(output(), input.placed(output(), gradients)));
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(DISTANCE, distance);
    }

    @Override
    public void restore(State state) {
      distance = Double.NaN;
    }
  }
}
