package io.lautum.method.contrastive;

import io.lautum.information.views.ContrastiveLautumInformation;
import io.lautum.information.views.ViewEstimate;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.Head;
import io.lautum.network.step.ImageGroup;
import java.util.List;
import java.util.Map;

/**
 * −λ times the {@link ContrastiveLautumInformation} between two strong views of the unlabelled
 * images. Workers average the running mean of e^{s_ij} over pairs of different images.
 *
 * @param weight λ
 * @param information the measure with its temperature and floor
 * @param decay decay of the running mean per minibatch
 */
record ContrastiveLautumTerm(double weight, ContrastiveLautumInformation information, double decay)
    implements TermSpec {
  /** Key of the bound of the Lautum information, in nats. */
  static final String INFORMATION = "contrastiveLautumInformation";

  private static final String PROJECTION = "lautum-projection";
  private static final String MEAN = "mean-exponential";

  @Override
  public String name() {
    return ContrastiveLautum.NAME;
  }

  @Override
  public String output() {
    return PROJECTION;
  }

  @Override
  public List<String> groups() {
    return ProjectionHead.VIEWS;
  }

  @Override
  public List<Head> heads() {
    return List.of(ProjectionHead.named(PROJECTION));
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private final class Running implements Term {
    private double nats = Double.NaN;

    /** Weighted sum of the minibatches' means, and the sum of their weights. */
    private double[] mean = new double[2];

    @Override
    public Value advance(TermInput input) {
      ContrastiveLautumInformation.Similarities similarities =
          information.similarities(
              input.rows(PROJECTION, ImageGroup.STRONG_VIEW),
              input.rows(PROJECTION, ImageGroup.OTHER_STRONG_VIEW),
              ProjectionHead.images(input));
      mean[0] = decay * mean[0] + (1 - decay) * similarities.meanExponential();
      mean[1] = decay * mean[1] + (1 - decay);
      ViewEstimate estimate = similarities.evaluate(mean[0] / mean[1]);
      nats = estimate.value();
      return new Value(
          -weight * nats,
          Map.of(PROJECTION, ProjectionHead.gradient(input, PROJECTION, -weight, estimate)));
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(INFORMATION, nats);
    }

    @Override
    public State state() {
      return mean[1] == 0 ? State.EMPTY : State.averaged(MEAN, mean.clone());
    }

    @Override
    public void restore(State state) {
      double[] vector = state.vector(MEAN);
      mean = vector.length == 0 ? new double[2] : vector.clone();
      nats = Double.NaN;
    }
  }
}
