package io.lautum.method.predictive;

import io.lautum.information.predictive.ViewDivergence;
import io.lautum.network.loss.Gradients;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.ImageGroup;
import java.util.List;
import java.util.Map;

/**
 * μ times the {@link ViewDivergence} between the predictions for the unlabelled images and those
 * for their strong views. Only the strong views have a gradient.
 *
 * @param weight μ
 */
record ViewConsistencyTerm(double weight) implements TermSpec {
  /** Key of the divergence in nats. */
  static final String DIVERGENCE = "viewDivergence";

  @Override
  public String name() {
    return ViewConsistency.NAME;
  }

  @Override
  public List<String> groups() {
    return List.of(ImageGroup.UNLABELLED, ImageGroup.STRONG_VIEW);
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private final class Running implements Term {
    private double nats = Double.NaN;

    @Override
    public Value advance(TermInput input) {
      ViewDivergence divergence =
          new ViewDivergence(
              input.rows(PROBABILITIES, ImageGroup.UNLABELLED),
              input.rows(PROBABILITIES, ImageGroup.STRONG_VIEW),
              input.width(PROBABILITIES));
      nats = divergence.value();
      double[] gradient = Gradients.scaled(divergence.gradient(), weight);
      return new Value(
          weight * nats,
          Map.of(PROBABILITIES, input.placed(PROBABILITIES, ImageGroup.STRONG_VIEW, gradient)));
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(DIVERGENCE, nats);
    }

    @Override
    public void restore(State state) {
      nats = Double.NaN;
    }
  }
}
