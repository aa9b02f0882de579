package io.lautum.method.contrastive;

import io.lautum.information.views.ContrastiveMutualInformation;
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
 * −λ times the {@link ContrastiveMutualInformation} between two strong views of the unlabelled
 * images.
 *
 * @param weight λ
 * @param temperature τ, divides similarities
 */
record ContrastiveMutualTerm(double weight, double temperature) implements TermSpec {
  /** Key of the bound of the mutual information, in nats. */
  static final String INFORMATION = "contrastiveMutualInformation";

  private static final String PROJECTION = "mutual-projection";

  @Override
  public String name() {
    return ContrastiveMutual.NAME;
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

    @Override
    public Value advance(TermInput input) {
      ViewEstimate estimate =
          new ContrastiveMutualInformation(temperature)
              .evaluate(
                  input.rows(PROJECTION, ImageGroup.STRONG_VIEW),
                  input.rows(PROJECTION, ImageGroup.OTHER_STRONG_VIEW),
                  ProjectionHead.images(input));
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
    public void restore(State state) {
      nats = Double.NaN;
    }
  }
}
