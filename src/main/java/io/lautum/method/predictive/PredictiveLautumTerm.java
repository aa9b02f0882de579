package io.lautum.method.predictive;

import io.lautum.information.predictive.PredictiveLautumInformation;
import io.lautum.network.loss.RunningMean;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.ImageGroup;
import java.util.Arrays;
import java.util.Map;

/**
 * −λ times the {@link PredictiveLautumInformation} between the unlabelled images and their
 * predicted classes. Workers average the running mean of the predicted probabilities.
 *
 * @param weight λ
 * @param decay decay of the running mean per minibatch
 */
record PredictiveLautumTerm(double weight, double decay) implements TermSpec {
  /** Key of the information in nats. */
  static final String INFORMATION = "predictiveLautumInformation";

  private static final String MEAN = "mean-probabilities";

  @Override
  public String name() {
    return PredictiveLautum.NAME;
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private final class Running implements Term {
    private double nats = Double.NaN;

    /** Weighted sums of the minibatches' mean probabilities; they add up to the sum of weights. */
    private double[] sums = new double[0];

    @Override
    public Value advance(TermInput input) {
      double[] probabilities = input.rows(PROBABILITIES, ImageGroup.UNLABELLED);
      int classes = input.width(PROBABILITIES);
      if (sums.length == 0) {
        sums = new double[classes];
      }
      RunningMean.update(sums, probabilities, decay);
      double weights = Arrays.stream(sums).sum();
      double[] mean = Arrays.stream(sums).map(sum -> sum / weights).toArray();
      PredictiveLautumInformation information =
          new PredictiveLautumInformation(probabilities, classes, mean);
      nats = information.value();
      return new Value(
          -weight * nats, Predictions.gradient(input, -weight, information.gradient()));
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(INFORMATION, nats);
    }

    @Override
    public State state() {
      return sums.length == 0 ? State.EMPTY : State.averaged(MEAN, sums.clone());
    }

    @Override
    public void restore(State state) {
      sums = state.vector(MEAN).clone();
      nats = Double.NaN;
    }
  }
}
