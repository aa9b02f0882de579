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
 * FixMatch's term with a threshold per class that follows the network's confidence (Wang et al.,
 * arXiv 2205.07246). With q the class probabilities of n unlabelled images, and running means that
 * start at 1/K,
 *
 * <p>τ ← ατ + (1−α) mean max q (eq. 5), m ← αm + (1−α) mean q (eq. 6), h ← αh + (1−α) histogram of
 * argmax q (eq. 10),
 *
 * <p>the label k of an image counts if max q ≥ τ m_k/max m (eq. 7). The term is λ (1/n) Σ 1(counts)
 * · cross-entropy(label, p), with p the probabilities of the strong views, plus w times the {@link
 * Fairness} of p.
 *
 * @param weight λ
 * @param fairness w; 0 switches it off
 * @param decay α
 */
record FreeMatchTerm(double weight, double fairness, double decay) implements TermSpec {
  /** Key of the share of the unlabelled images whose label counts. */
  static final String SHARE = FixMatchTerm.SHARE;

  /** Key of τ. */
  static final String THRESHOLD = "pseudoLabelThreshold";

  private static final String MEANS = "means";

  @Override
  public String name() {
    return FreeMatch.NAME;
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
    /** τ, m and h, in a row; empty before the first minibatch. */
    private double[] means = new double[0];

    private double share = Double.NaN;

    @Override
    public Value advance(TermInput input) {
      int classes = input.width(PROBABILITIES);
      double[] q = input.rows(PROBABILITIES, ImageGroup.UNLABELLED);
      double[] strong = input.rows(PROBABILITIES, ImageGroup.STRONG_VIEW);
      update(q, classes);
      double[] mean = Arrays.copyOfRange(means, 1, 1 + classes);
      double[] histogram = Arrays.copyOfRange(means, 1 + classes, 1 + 2 * classes);
      double largest = Arrays.stream(mean).max().orElseThrow();
      PseudoLabels labels = PseudoLabels.of(q, classes, k -> means[0] * mean[k] / largest);
      share = labels.share();
      double value = weight * labels.crossEntropy(strong);
      double[] gradient = Gradients.scaled(labels.gradient(strong), weight);
      if (fairness > 0 && share > 0) {
        Fairness term = new Fairness(strong, labels.counts(), mean, histogram);
        value += fairness * term.value();
        Gradients.add(gradient, term.gradient(), fairness);
      }
      return new Value(
          value,
          Map.of(PROBABILITIES, input.placed(PROBABILITIES, ImageGroup.STRONG_VIEW, gradient)));
    }

    private void update(double[] q, int classes) {
      if (means.length == 0) {
        means = new double[1 + 2 * classes];
        Arrays.fill(means, 1.0 / classes);
      }
      int n = q.length / classes;
      double[] rows = new double[n * means.length];
      for (int i = 0; i < n; i++) {
        double[] one = Arrays.copyOfRange(q, i * classes, (i + 1) * classes);
        int at = i * means.length;
        int best = PseudoLabels.of(one, classes, k -> 0).labels()[0];
        rows[at] = one[best];
        System.arraycopy(one, 0, rows, at + 1, classes);
        rows[at + 1 + classes + best] = 1;
      }
      RunningMean.update(means, rows, decay);
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(SHARE, share, THRESHOLD, means.length == 0 ? Double.NaN : means[0]);
    }

    @Override
    public State state() {
      return means.length == 0 ? State.EMPTY : State.averaged(MEANS, means.clone());
    }

    @Override
    public void restore(State state) {
      means = state.vector(MEANS).clone();
      share = Double.NaN;
    }
  }
}
