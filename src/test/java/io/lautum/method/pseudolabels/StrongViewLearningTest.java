package io.lautum.method.pseudolabels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.SmallExperiment;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.method.SemiSupervision;
import io.lautum.method.TargetCounts;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Statistics;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrongViewLearningTest {
  private static final TargetCounts TARGET = new TargetCounts(new int[] {6, 2, 0}, 100, 8);

  @TempDir Path folder;

  /** The images themselves are constants of the loss and pass without dropout. */
  @Test
  void unlabelledImagesAreSeveralTimesTheLabelledOnes() {
    SemiSupervision learning =
        new FixMatch().semiSupervision(config("finetune.fixmatch.ratio=3"), TARGET).orElseThrow();
    assertThat(learning.groups(8))
        .containsExactly(
            new ImageGroup(ImageGroup.UNLABELLED, 24, false, false, Statistics.SHARED),
            ImageGroup.trained(ImageGroup.STRONG_VIEW, 24));
  }

  @Test
  void priorFollowsTheConfiguration() {
    assertThat(term("labelled").prior()).containsExactly(0.75, 0.25, 0.0);
    assertThat(term("uniform").prior()).isEqualTo(List.of(1.0 / 3, 1.0 / 3, 1.0 / 3));
    assertThat(term("none").prior()).isEmpty();
  }

  private FixMatchTerm term(String prior) {
    return (FixMatchTerm)
        new FixMatch()
            .semiSupervision(config("finetune.fixmatch.class-prior=" + prior), TARGET)
            .orElseThrow()
            .term();
  }

  @Test
  void freeMatchTermUsesConfiguration() {
    FineTuneConfig config =
        config(
            "finetune.freematch.weight=2",
            "finetune.freematch.fairness=0.01",
            "finetune.steps=100");
    assertThat(new FreeMatch().semiSupervision(config, TARGET).orElseThrow().term())
        .isEqualTo(new FreeMatchTerm(2, 0.01, 0.8));
  }

  @ParameterizedTest
  @CsvSource({"10, 0", "40, 0.5", "400, 0.95", "100000, 0.999"})
  void decayFitsTheLengthOfTheTraining(int steps, double decay) {
    assertThat(StrongViewLearning.decay(steps)).isCloseTo(decay, within(1e-12));
  }

  private FineTuneConfig config(String... overrides) {
    return SmallExperiment.load(folder, overrides).finetune();
  }
}
