package io.lautum.method.ensembling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.SmallExperiment;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.method.SemiSupervision;
import io.lautum.method.TargetCounts;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporalEnsemblingTest {
  private static final int CLASSES = 2;

  @TempDir Path folder;

  @Test
  void weightRisesToMaximumOnceEnsemblesExist() {
    // A pass has 2.5 steps; the weight reaches its maximum after half of the 20 steps.
    SemiSupervision training = training(5, 2);
    int[] examples = {0, 2};
    for (int step = 0; step < 20; step++) {
      double left = Math.max(0, 1 - step / 10.0);
      double expected = step < 3 ? 0 : 8 * Math.exp(-5 * left * left);
      double[] rows = training.termInputs(step, examples);
      assertThat(rows).hasSize(2 * (CLASSES + 1));
      assertThat(rows[CLASSES]).as("at step %d", step).isCloseTo(expected, within(1e-12));
      assertThat(training.termInputs(step, new int[] {1})[CLASSES]).as("never seen").isZero();
      training.observe(step, examples, new double[] {0.25, 0.75, 0.5, 0.5});
    }
    assertThat(training.termInputs(20, examples))
        .containsExactly(new double[] {0.25, 0.75, 8, 0.5, 0.5, 8}, within(1e-6));
  }

  /**
   * Of 22 images in minibatches of 10, the 15th pass ends with the 33rd minibatch. A quotient of
   * floating-point numbers, 33/2.2, is below 15. The 14th pass ends with the 31st minibatch, so the
   * two next ones are the 15th pass.
   */
  @Test
  void passEndsWithTheMinibatchThatCompletesIt() {
    SemiSupervision training = training(22, 10);
    int[] examples = {0};
    for (int step = 0; step < 33; step++) {
      double first = step < 31 ? 0.25 : 0.75;
      training.observe(step, examples, new double[] {first, 1 - first});
    }
    // Z = 0.6 Z + 0.4 z, divided by 1 - 0.6^t.
    double before = 0.25 * (1 - Math.pow(0.6, 14));
    double expected = (0.6 * before + 0.4 * 0.75) / (1 - Math.pow(0.6, 15));
    assertThat(training.termInputs(33, examples)[0]).isCloseTo(expected, within(1e-6));
  }

  /** After 2¹⁹ steps, 2³¹ images have passed. */
  @Test
  void passesAreCountedInLongTrainings() {
    SemiSupervision training = training(4096, 4096);
    int[] examples = {0};
    training.observe((1 << 19) - 1, examples, new double[] {0.25, 0.75});
    assertThat(training.termInputs(1 << 19, examples))
        .containsExactly(new double[] {0.25, 0.75, 8}, within(1e-6));
  }

  /**
   * In 20 steps of 2, 38 of the unlabelled images have passed before the last step, so the ensemble
   * of 39 begins too late.
   */
  @Test
  void trainingThatEndsWithinTheFirstPassIsIdle() {
    assertThat(training(38, 2).idle()).isEmpty();
    SemiSupervision idle = training(39, 2);
    assertThat(idle.idle())
        .contains(
            "temporal ensembling changes nothing in 20 steps, because its ensemble begins after a"
                + " pass over the 39 unlabelled images, which takes 20 steps with 2 images each;"
                + " increase finetune.steps");
    for (int step = 0; step < 20; step++) {
      assertThat(idle.termInputs(step, new int[] {0})[CLASSES]).as("at step %d", step).isZero();
      idle.observe(step, new int[] {0}, new double[] {0.25, 0.75});
    }
  }

  private SemiSupervision training(int unlabelled, int batchSize) {
    TargetCounts target = new TargetCounts(new int[] {1, 1}, unlabelled, batchSize);
    return new TemporalEnsembling().semiSupervision(config(), target).orElseThrow();
  }

  private FineTuneConfig config() {
    return SmallExperiment.load(
            folder,
            "finetune.steps=20",
            "finetune.temporal-ensembling.weight=8",
            "finetune.temporal-ensembling.ramp=0.5")
        .finetune();
  }
}
