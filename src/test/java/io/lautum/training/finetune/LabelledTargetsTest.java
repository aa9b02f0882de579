package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.SmallExperiment;
import io.lautum.training.Targets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledTargetsTest {
  /** Class 2 has no example. */
  private static final int[] LABELS = {0, 0, 0, 0, 1, 3};

  @TempDir Path folder;

  @Test
  void balancedClassesHaveTheSameWeight() {
    Targets targets = targets("finetune.class-weights=balanced").of(LABELS);
    assertThat(targets.weights())
        .containsExactly(new double[] {0.5, 0.5, 0.5, 0.5, 2, 2}, within(1e-15));
    assertThat(Arrays.stream(targets.weights()).average().getAsDouble())
        .isCloseTo(1, within(1e-15));
  }

  @Test
  void otherwiseExamplesHaveTheSameWeight() {
    Targets targets = targets("finetune.label-smoothing=0.2").of(new int[] {1, 3});
    assertThat(targets.weights()).containsExactly(1, 1);
    assertThat(targets.probabilities())
        .containsExactly(
            new double[] {0.05, 0.85, 0.05, 0.05, 0.05, 0.05, 0.05, 0.85}, within(1e-15));
  }

  private LabelledTargets targets(String override) {
    return LabelledTargets.of(SmallExperiment.load(folder, override).finetune(), LABELS, 4);
  }
}
