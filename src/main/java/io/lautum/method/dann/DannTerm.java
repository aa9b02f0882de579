package io.lautum.method.dann;

import io.lautum.network.loss.Softmax;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.Head;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import java.util.List;
import java.util.Map;

/**
 * The cross-entropy of a classifier that tells source from target images by the features (Ganin et
 * al., JMLR 17, 2016, eq. 9). The classifier minimises it; the gradient that it passes to the
 * network below is multiplied by −μ λ_p, so that the network maximises it. λ_p = 2/(1 + e^(−10p)) −
 * 1 (eq. 14) rises from 0 to 1, where p is the share of the training that has passed.
 *
 * @param weight μ
 * @param units units of the classifier's hidden layer
 * @param steps minibatches of the training, per worker
 */
record DannTerm(double weight, int units, int steps) implements TermSpec {
  /** Key of the classifier's accuracy. */
  static final String ACCURACY = "domainAccuracy";

  private static final String CLASSIFIER = "domain";
  private static final String BATCHES = "batches";
  private static final int DOMAINS = 2;

  @Override
  public String name() {
    return Dann.NAME;
  }

  @Override
  public String output() {
    return CLASSIFIER;
  }

  @Override
  public List<Head> heads() {
    return List.of(
        new Head(
            CLASSIFIER,
            NetworkGraph.FEATURES,
            List.of(
                new Layer.Dense(units, Initialization.UNIFORM),
                new Layer.Rectifier(),
                new Layer.Dense(DOMAINS, Initialization.UNIFORM))));
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private final class Running implements Term {
    private double batches;
    private double accuracy = Double.NaN;

    @Override
    public Value advance(TermInput input) {
      batches++;
      Domain source = Domain.of(input.rows(CLASSIFIER, ImageGroup.LABELLED), 0);
      Domain target = Domain.of(input.rows(CLASSIFIER, ImageGroup.UNLABELLED), 1);
      accuracy = (source.accuracy() + target.accuracy()) / 2;
      Map<String, double[]> gradients =
          Map.of(
              ImageGroup.LABELLED, source.gradient(),
              ImageGroup.UNLABELLED, target.gradient());
      return new Value(
          (source.crossEntropy() + target.crossEntropy()) / 2,
          Map.of(CLASSIFIER, input.placed(CLASSIFIER, gradients)));
    }

    @Override
    public Map<String, Double> headFactors() {
      double share = Math.min(1, (batches - 1) / steps);
      return Map.of(CLASSIFIER, -weight * (2 / (1 + Math.exp(-10 * share)) - 1));
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(ACCURACY, accuracy);
    }

    /** Returns the number of minibatches. */
    @Override
    public State state() {
      return batches == 0 ? State.EMPTY : State.averaged(BATCHES, new double[] {batches});
    }

    @Override
    public void restore(State state) {
      double[] vector = state.vector(BATCHES);
      batches = vector.length == 0 ? 0 : vector[0];
      accuracy = Double.NaN;
    }
  }

  /**
   * The classifier's predictions for the images of one domain.
   *
   * @param probabilities n x 2
   * @param label the domain's class
   */
  private record Domain(double[] probabilities, int label) {
    static Domain of(double[] logits, int label) {
      float[] floats = new float[logits.length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) logits[i];
      }
      return new Domain(Softmax.of(floats, DOMAINS, 0, floats.length / DOMAINS), label);
    }

    double crossEntropy() {
      double sum = 0;
      for (int i = label; i < probabilities.length; i += DOMAINS) {
        sum -= Math.log(Math.max(probabilities[i], Double.MIN_NORMAL));
      }
      return sum * DOMAINS / probabilities.length;
    }

    /** Returns the share of recognised images; equal probabilities mean the source. */
    double accuracy() {
      double correct = 0;
      for (int i = 1; i < probabilities.length; i += DOMAINS) {
        int predicted = probabilities[i] > 0.5 ? 1 : 0;
        correct += predicted == label ? 1 : 0;
      }
      return correct * DOMAINS / probabilities.length;
    }

    /** Returns the gradient of half the mean cross-entropy with respect to the logits. */
    double[] gradient() {
      double[] gradient = probabilities.clone();
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = (gradient[i] - (i % DOMAINS == label ? 1 : 0)) / gradient.length;
      }
      return gradient;
    }
  }
}
