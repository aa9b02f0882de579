package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.report.tracking.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Interrupts trainings, resumes them, and compares all bits with uninterrupted ones. */
class FineTuneResumeTest {
  @TempDir Path folder;

  @BeforeEach
  void createFolder() throws IOException {
    Files.createDirectory(folder.resolve("checkpoint"));
  }

  @ParameterizedTest
  @CsvSource({
    "fine-tune, onednn, mlp, ''",
    "temporal-ensembling, onednn, mlp, ''",
    "minimum-class-confusion, onednn, mlp, ''",
    "fixmatch, onednn, mlp, ''",
    "freematch, onednn, mlp, ''",
    "fine-tune, onednn, mlp, finetune.average-weights=true",
    "freematch, onednn, wrn-16-2, finetune.average-weights=true",
    "fine-tune, onednn, mlp, finetune.regularization.spectral-norm=0.1",
    "fixmatch, onednn, mlp, finetune.regularization.adversarial.weight=0.5",
    "fine-tune, dl4j, mlp, ''",
    "temporal-ensembling, dl4j, mlp, ''",
    "minimum-class-confusion, dl4j, cnn, ''",
  })
  void resumedTrainingHasTheSameBits(
      String stage, String engine, String architecture, String keys) {
    SmallTraining training =
        new SmallTraining(
            folder, stage, engine, architecture, keys.isEmpty() ? new String[0] : keys.split(" "));
    float[] expected = training.whole();
    List<FinishedStep> steps = List.copyOf(training.steps());
    assertThat(steps).hasSize(SmallTraining.STEPS);

    training.interrupt(7, 17);
    try (CapturedLog log = new CapturedLog(FineTuneCheckpoints.class)) {
      assertThat(training.resume(7)).isEqualTo(expected);
      assertThat(log.lines())
          .containsExactly(
              "INFO fine-tuning of model resumes at step 14 of 30; up to 7 steps after it are"
                  + " repeated");
    }
    assertThat(training.steps()).isEqualTo(steps);
  }

  @Test
  void trainingIsInterruptedTwiceAndTheIntervalChanges() {
    SmallTraining training = new SmallTraining(folder, "temporal-ensembling", "onednn", "mlp");
    float[] expected = training.whole();
    List<FinishedStep> steps = List.copyOf(training.steps());

    training.interrupt(7, 17);
    training.interrupt(4, 27);
    try (CapturedLog log = new CapturedLog(FineTuneCheckpoints.class)) {
      assertThat(training.resume(100)).isEqualTo(expected);
      assertThat(log.lines()).singleElement().asString().contains("resumes at step 24 of 30");
    }
    assertThat(training.steps()).isEqualTo(steps);
  }

  @Test
  void checkpointsDoNotChangeTheTraining() {
    SmallTraining training = new SmallTraining(folder, "fixmatch", "onednn", "mlp");
    assertThat(training.resume(1)).isEqualTo(training.whole());
  }
}
