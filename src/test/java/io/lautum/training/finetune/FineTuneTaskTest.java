package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import io.lautum.RandomShards;
import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethods;
import io.lautum.network.model.TrainedModel;
import io.lautum.operations.progress.TrainingProgress;
import io.lautum.operations.progress.TrainingProgresses;
import io.lautum.report.tracking.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FineTuneTaskTest {
  private static final int LABELS = 6;
  private static final int DRAW = 2;

  @TempDir Path folder;
  private ExperimentDirectory directory;

  @BeforeEach
  void writeShards() throws IOException {
    directory = new ExperimentDirectory(folder.toString(), "small", new Configuration(false));
    RandomShards.write(directory, 2, 24, 5, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"scratch", "scratch+temporal-ensembling"})
  void executorsTrainTheDriversModelAndHistory(String method) throws IOException {
    run(method, "driver");
    float[] expected = weights(method);
    String history = history(method);
    run(method, "executors");
    assertThat(weights(method)).isEqualTo(expected);
    assertThat(history(method)).isEqualTo(history).contains("crossEntropy");
  }

  /** The training is long enough that it does not end before its job is cancelled. */
  @ParameterizedTest
  @ValueSource(strings = {"scratch", "scratch+temporal-ensembling"})
  void cancelledTaskContinuesWithTheSameModelAndHistory(String method) throws Exception {
    String[] keys = {"finetune.steps=4000", "finetune.checkpoint-every=100"};
    Path checkpoints = Path.of(directory.finetuned(method, LABELS, DRAW).toUri().getPath());
    run(method, "driver", keys);
    float[] expected = weights(method);
    String history = history(method);
    Thread killer = new Thread(() -> cancelAfterCheckpoint(checkpoints.resolve("checkpoint")));
    killer.start();
    assertThatThrownBy(() -> run(method, "executors", keys)).hasStackTraceContaining("cancelled");
    killer.join();
    try (CapturedLog log = new CapturedLog(FineTuneCheckpoints.class)) {
      run(method, "executors", keys);
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("INFO fine-tuning of finetune/%s/labels-6/draw-2 resumes".formatted(method));
    }
    assertThat(weights(method)).isEqualTo(expected);
    assertThat(history(method)).isEqualTo(history);
    assertThat(checkpoints.resolve("checkpoint")).doesNotExist();
  }

  private static void cancelAfterCheckpoint(Path checkpoints) {
    String[] files = null;
    while (files == null || Stream.of(files).noneMatch(file -> file.startsWith("step-"))) {
      Thread.onSpinWait();
      files = checkpoints.toFile().list();
    }
    LocalSpark.context().sc().cancelAllJobs();
  }

  @Test
  void divergenceOnExecutorNamesModelAndKeyToLower() {
    assertThatThrownBy(() -> run("scratch", "executors", "finetune.learning-rate=1e30"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("finetune/scratch/labels-6/draw-2: training diverged")
        .hasMessageContaining("lower finetune.learning-rate (1.0E30)");
  }

  /** Each look at the clock takes a minute, so that every report gives a line. */
  @ParameterizedTest
  @CsvSource({"driver, 100", "executors, 8000"})
  void stepsCountWhileTheyAreTaken(String place, int steps) throws IOException {
    // Before the log is captured, because a new context sets its level.
    LocalSpark.context();
    AtomicLong seconds = new AtomicLong();
    TrainingProgress progress =
        TrainingProgresses.timed("finetune", steps, () -> seconds.addAndGet(60));
    progress.begin(1);
    ExperimentConfig config =
        SmallExperiment.load(folder, "finetune.on=" + place, "finetune.steps=" + steps);
    try (CapturedLog log = new CapturedLog(TrainingProgress.class)) {
      new FineTuneJob(config, directory, new Configuration(false), LocalSpark::context, progress)
          .run(TransferMethods.named("scratch"), LABELS, DRAW, directory);
      assertThat(log.lines())
          .isNotEmpty()
          .allMatch(
              line -> line.matches("INFO finetune: \\d+ of " + steps + " steps, 0 of 1 models.*"));
    }
  }

  private void run(String method, String place, String... overrides) throws IOException {
    String[] all =
        Stream.concat(Stream.of("finetune.on=" + place), Stream.of(overrides))
            .toArray(String[]::new);
    new FineTuneJob(
            SmallExperiment.load(folder, all),
            directory,
            new Configuration(false),
            LocalSpark::context)
        .run(TransferMethods.named(method), LABELS, DRAW, directory);
  }

  private float[] weights(String method) throws IOException {
    return TrainedModel.read(
            directory.files(), ExperimentDirectory.model(directory.finetuned(method, LABELS, DRAW)))
        .parameters();
  }

  private String history(String method) throws IOException {
    return Files.readString(
        Path.of(
            ExperimentDirectory.history(directory.finetuned(method, LABELS, DRAW))
                .toUri()
                .getPath()));
  }
}
