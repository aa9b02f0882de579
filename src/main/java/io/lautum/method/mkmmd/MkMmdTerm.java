package io.lautum.method.mkmmd;

import io.lautum.information.discrepancy.MultiKernelMmd;
import io.lautum.network.loss.Gradients;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.ImageGroup;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/**
 * μ MMD²: the squared maximum mean discrepancy under several Gaussian kernels between the network's
 * outputs for the labelled images and for the unlabelled ones of the same minibatch, which training
 * brings together.
 *
 * @param output network output to compare
 * @param weight μ
 * @param startIteration number of minibatches before the term has a gradient
 */
public record MkMmdTerm(String output, double weight, Kernels kernels, int startIteration)
    implements TermSpec {
  /** Key of the squared maximum mean discrepancy of a minibatch. */
  public static final String SQUARED_MMD = "squaredMmd";

  private static final String BATCHES = "batches";
  private static final int COUNT = 19;

  /** How the kernels' bandwidths are chosen. */
  public enum Kernels {
    /** {@link MultiKernelMmd#fixed()}. */
    FIXED(MultiKernelMmd::fixed),
    /** {@link MultiKernelMmd#medianScaled}, with the same number of kernels. */
    MEDIAN(() -> MultiKernelMmd.medianScaled(COUNT));

    private final Supplier<MultiKernelMmd> mmd;

    Kernels(Supplier<MultiKernelMmd> mmd) {
      this.mmd = mmd;
    }
  }

  @Override
  public String name() {
    return "mk-mmd";
  }

  @Override
  public Term create() {
    return new Running();
  }

  /** The term of one network. */
  private final class Running implements Term {
    private int batches;
    private double squaredMmd = Double.NaN;

    @Override
    public Value advance(TermInput input) {
      batches++;
      double[] labelled = input.rows(output, ImageGroup.LABELLED);
      double[] both = Arrays.copyOf(labelled, 2 * labelled.length);
      System.arraycopy(
          input.rows(output, ImageGroup.UNLABELLED), 0, both, labelled.length, labelled.length);
      MultiKernelMmd.Estimate estimate =
          kernels.mmd.get().evaluate(both, input.size(ImageGroup.UNLABELLED));
      squaredMmd = estimate.value();
      if (batches <= startIteration) {
        return new Value(0, Map.of());
      }
      double[] gradient = Gradients.scaled(estimate.gradient(), weight);
      Map<String, double[]> byGroup =
          Map.of(
              ImageGroup.LABELLED,
              Arrays.copyOf(gradient, labelled.length),
              ImageGroup.UNLABELLED,
              Arrays.copyOfRange(gradient, labelled.length, gradient.length));
      return new Value(weight * squaredMmd, Map.of(output, input.placed(output, byGroup)));
    }

    @Override
    public Map<String, Double> metrics() {
      return Map.of(SQUARED_MMD, squaredMmd);
    }

    /** Returns the number of minibatches. */
    @Override
    public State state() {
      return batches == 0 ? State.EMPTY : State.averaged(BATCHES, new double[] {batches});
    }

    @Override
    public void restore(State state) {
      double[] vector = state.vector(BATCHES);
      batches = vector.length == 0 ? 0 : (int) vector[0];
      squaredMmd = Double.NaN;
    }
  }
}
