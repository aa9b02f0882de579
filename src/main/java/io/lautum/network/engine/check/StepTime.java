package io.lautum.network.engine.check;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The time of a training step.
 *
 * @param workload network and minibatch
 * @param program program, device and number format
 * @param seconds median over the rounds of the mean time of a step
 * @param rounds number of rounds
 */
public record StepTime(String workload, String program, double seconds, int rounds)
    implements Serializable {
  private static final int MOST_ROUNDS = 9;
  private static final int LEAST_ROUNDS = 3;

  /**
   * Measures steps in alternation, so that a change of the machine's speed affects all of them: in
   * each round, every step is repeated for the same time. A first round, which is not counted,
   * compiles and warms up.
   *
   * @param limit time after which no further round starts, once there are {@value #LEAST_ROUNDS}
   */
  public static List<StepTime> measure(List<RepeatedStep> steps, Duration limit) {
    long start = System.nanoTime();
    double share = limit.toNanos() / 1e9 / (MOST_ROUNDS + 1) / steps.size();
    int[] repeats = new int[steps.size()];
    for (int i = 0; i < repeats.length; i++) {
      steps.get(i).run(1);
      repeats[i] = (int) Math.max(1, share / steps.get(i).run(1));
      steps.get(i).run(repeats[i]);
    }
    double[][] seconds = new double[repeats.length][MOST_ROUNDS];
    int rounds = 0;
    while (rounds < LEAST_ROUNDS
        || rounds < MOST_ROUNDS && System.nanoTime() - start < limit.toNanos()) {
      for (int i = 0; i < repeats.length; i++) {
        seconds[i][rounds] = steps.get(i).run(repeats[i]) / repeats[i];
      }
      rounds++;
    }
    List<StepTime> times = new ArrayList<>();
    for (int i = 0; i < repeats.length; i++) {
      double[] sorted = Arrays.copyOf(seconds[i], rounds);
      Arrays.sort(sorted);
      double median = (sorted[(rounds - 1) / 2] + sorted[rounds / 2]) / 2;
      RepeatedStep step = steps.get(i);
      times.add(new StepTime(step.workload(), step.program(), median, rounds));
    }
    return times;
  }
}
