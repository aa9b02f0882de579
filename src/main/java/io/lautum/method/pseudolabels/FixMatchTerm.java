package io.lautum.method.pseudolabels;

import io.lautum.network.loss.Gradients;
import io.lautum.network.loss.RunningMean;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.ImageGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * λ (1/n) Σ_i 1(max q_i ≥ τ) · cross-entropy(argmax q_i, p_i) over n unlabelled images, where q_i
 * are the class probabilities of an image, which are constants, and p_i those of its strong view
 * (Sohn et al., arXiv 2001.07685, eq. 4).
 *
 * <p>With a class prior π, q is first aligned with it: q ← normalise(q π/q̄), where q̄ is the
 * running mean of q (Berthelot et al., "ReMixMatch", ICLR 2020, section 3.1).
 *
 * @param weight λ
 * @param threshold τ
 * @param prior π, one number per class; empty without alignment
 * @param decay decay of q̄ per minibatch; q̄ starts at 1/K
 */
record FixMatchTerm(double weight, double threshold, List<Double> prior, double decay)
    implements TermSpec {
  /** Key of the share of the unlabelled images whose label counts. */
  static final String SHARE = "pseudoLabelShare";

  private static final String MEAN = "mean-probabilities";

  FixMatchTerm {
    prior = List.copyOf(prior);
  }

  @Override
  public String name() {
    return FixMatch.NAME;
  }

  @Override
  public List<String> groups() {
    return StrongViewLearning.GROUPS;
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private final class Running implements Term {
    private double[] mean = new double[0];
    private double share = Double.NaN;

    @Override
    public Value advance(TermInput input) {
      int classes = input.width(PROBABILITIES);
      double[] q = aligned(input.rows(PROBABILITIES, ImageGroup.UNLABELLED), classes);
      double[] strong = input.rows(PROBABILITIES, ImageGroup.STRONG_VIEW);
      PseudoLabels labels = PseudoLabels.of(q, classes, k -> threshold);
      share = labels.share();
      double[] gradient = Gradients.scaled(labels.gradient(strong), weight);
      return new Value(
          weight * labels.crossEntropy(strong),
          Map.of(PROBABILITIES, input.placed(PROBABILITIES, ImageGroup.STRONG_VIEW, gradient)));
    }

    private double[] aligned(double[] q, int classes) {
      if (prior.isEmpty()) {
        return q;
      }
      if (mean.length == 0) {
        mean = new double[classes];
        Arrays.fill(mean, 1.0 / classes);
      }
      RunningMean.update(mean, q, decay);
      double[] aligned = q.clone();
      for (int row = 0; row < q.length; row += classes) {
        double sum = 0;
        for (int k = 0; k < classes; k++) {
          // A class whose mean is 0 has the probability 0 for every image.
          aligned[row + k] *= prior.get(k) / Math.max(mean[k], Double.MIN_NORMAL);
          sum += aligned[row + k];
        }
        // A row whose classes all have the prior 0 gets no label.
        for (int k = 0; k < classes; k++) {
          aligned[row + k] /= Math.max(sum, Double.MIN_NORMAL);
        }
      }
      return aligned;
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(SHARE, share);
    }

    @Override
    public State state() {
      return mean.length == 0 ? State.EMPTY : State.averaged(MEAN, mean.clone());
    }

    @Override
    public void restore(State state) {
      mean = state.vector(MEAN).clone();
      share = Double.NaN;
    }
  }
}
