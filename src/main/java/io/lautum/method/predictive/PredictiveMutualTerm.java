package io.lautum.method.predictive;

import io.lautum.information.predictive.PredictiveMutualInformation;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.ImageGroup;
import java.util.Map;

/**
 * −λ times the {@link PredictiveMutualInformation} between the unlabelled images and their
 * predicted classes.
 *
 * @param weight λ
 */
record PredictiveMutualTerm(double weight) implements TermSpec {
  /** Key of the information in nats. */
  static final String INFORMATION = "predictiveMutualInformation";

  @Override
  public String name() {
    return PredictiveMutual.NAME;
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
      PredictiveMutualInformation information =
          new PredictiveMutualInformation(
              input.rows(PROBABILITIES, ImageGroup.UNLABELLED), input.width(PROBABILITIES));
      nats = information.value();
      return new Value(
          -weight * nats, Predictions.gradient(input, -weight, information.gradient()));
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(INFORMATION, nats);
    }

    @Override
    public void restore(State state) {
      nats = Double.NaN;
    }
  }
}
