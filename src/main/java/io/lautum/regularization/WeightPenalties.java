package io.lautum.regularization;

import io.lautum.config.RegularizationConfig;
import io.lautum.network.WeightMatrix;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * All penalties on the weights of one network. What they carry from step to step travels in one
 * vector, before whatever else a network carries.
 */
public final class WeightPenalties {
  private final List<WeightPenalty> penalties;

  private WeightPenalties(List<WeightPenalty> penalties) {
    this.penalties = List.copyOf(penalties);
  }

  /** The penalties of a configuration on these matrices. */
  public static WeightPenalties of(RegularizationConfig config, List<WeightMatrix> matrices) {
    List<WeightPenalty> penalties = new ArrayList<>();
    if (config.spectralNorm() > 0) {
      penalties.add(new SpectralNormPenalty(config.spectralNorm(), matrices));
    }
    if (config.weightDecay() > 0) {
      penalties.add(new WeightDecayPenalty(config.weightDecay(), matrices));
    }
    return new WeightPenalties(penalties);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return penalties.isEmpty();
  }

  /** As {@link WeightPenalty#add}, for all. */
  public double add(float[] weights, float[] gradient) {
    double value = 0;
    for (WeightPenalty penalty : penalties) {
      value += penalty.add(weights, gradient);
    }
    return value;
  }

  /** The penalties' states, followed by something else. */
  public double[] with(double[] others) {
    double[] all = new double[length() + others.length];
    int at = 0;
    for (WeightPenalty penalty : penalties) {
      double[] state = penalty.state();
      System.arraycopy(state, 0, all, at, state.length);
      at += state.length;
    }
    System.arraycopy(others, 0, all, at, others.length);
    return all;
  }

  /** What {@link #with} was given. */
  public double[] others(double[] all) {
    return all.length == 0 ? all : Arrays.copyOfRange(all, length(), all.length);
  }

  /**
   * Continues from what {@link #with} gave.
   *
   * @param all empty for a fresh start
   */
  public void restore(double[] all) {
    int at = 0;
    for (WeightPenalty penalty : penalties) {
      int next = all.length == 0 ? 0 : at + penalty.state().length;
      penalty.restore(Arrays.copyOfRange(all, at, next));
      at = next;
    }
  }

  private int length() {
    return penalties.stream().mapToInt(penalty -> penalty.state().length).sum();
  }
}
