package io.lautum.operations.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.report.tracking.CapturedLog;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TrainingProgressTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(written, true, StandardCharsets.UTF_8);
  private long seconds;

  /** 900 of 4000 steps in 45 s: 20 steps per second. */
  @Test
  void stepsOfAllModelsGiveOneLineEveryHalfMinute() {
    TrainingProgress progress = progress(1000, 0);
    progress.begin(4);
    TrainingProgress.Model first = progress.model();
    TrainingProgress.Model second = progress.model();
    try (CapturedLog log = new CapturedLog(TrainingProgress.class)) {
      seconds = 29;
      first.at(400);
      assertThat(log.lines()).isEmpty();
      seconds = 45;
      second.at(500);
      first.at(401);
      assertThat(log.lines())
          .containsExactly("INFO finetune: 900 of 4000 steps, 0 of 4 models complete, 155 s left");
    }
  }

  /** 20 steps per second. */
  @Test
  void numberOfFinishedModelsIsOneLine() {
    TrainingProgress progress = progress(1000, 0);
    progress.begin(4);
    try (CapturedLog log = new CapturedLog(TrainingProgress.class)) {
      seconds = 10;
      progress.model().at(200);
      progress.finished(3);
      assertThat(log.lines()).containsExactly("INFO finetune: 3 of 4 models complete, 190 s left");
      assertThat(progress.expectedSeconds()).isEqualTo(200);
    }
  }

  /** 500 steps here in 10 s: 50 steps per second. 1000 steps remain. */
  @Test
  void timeLeftIgnoresStepsOfEarlierProcess() {
    TrainingProgress progress = progress(2000, 0);
    progress.begin(1);
    TrainingProgress.Model model = progress.model();
    try (CapturedLog log = new CapturedLog(TrainingProgress.class)) {
      seconds = 40;
      model.resumedAt(500);
      seconds = 41;
      model.at(3);
      seconds = 75;
      model.at(1000);
      assertThat(log.lines())
          .containsExactly(
              "INFO finetune: 500 of 2000 steps, 0 of 1 models complete",
              "INFO finetune: 1000 of 2000 steps, 0 of 1 models complete, 150 s left");
    }
  }

  /** 200 steps here in 10 s; the first model needs no more, the second one has 1000. */
  @Test
  void completeModelLeavesNoStepsAndNoTime() {
    TrainingProgress progress = progress(1000, 0);
    progress.begin(2);
    try (CapturedLog log = new CapturedLog(TrainingProgress.class)) {
      seconds = 10;
      TrainingProgress.Model model = progress.model();
      model.at(200);
      model.complete();
      progress.finished("scratch");
      assertThat(log.lines()).containsExactly("INFO finetune: 1 of 2 (scratch), 50 s left");
    }
  }

  @Test
  void everyFinishedModelGivesOneLine() {
    TrainingProgress progress = progress(100, 0);
    progress.begin(2);
    try (CapturedLog log = new CapturedLog(TrainingProgress.class)) {
      seconds = 5;
      progress.model().at(100);
      progress.finished("scratch, 10 labels");
      progress.model().at(100);
      progress.finished("lautum, 10 labels");
      assertThat(log.lines())
          .containsExactly(
              "INFO finetune: 1 of 2 (scratch, 10 labels), 5 s left",
              "INFO finetune: 2 of 2 (lautum, 10 labels), 0 s left");
    }
  }

  @Test
  void barShowsStepsOnceASecond() {
    TrainingProgress progress = progress(100, 200);
    progress.begin(2);
    TrainingProgress.Model model = progress.model();
    seconds = 1;
    model.at(50);
    model.at(51);
    assertThat(written.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "\r\033[Kfinetune ██████░░░░░░░░░░░░░░░░░░  25 %  50 of 200  3 s left  0 of 2 models");
  }

  @Test
  void noStepOfParallelModelsIsLost() throws InterruptedException {
    TrainingProgress progress = progress(10_000, 0);
    progress.begin(4);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    for (int thread = 0; thread < 4; thread++) {
      TrainingProgress.Model model = progress.model();
      threads.execute(
          () -> {
            for (int step = 1; step < 10_000; step++) {
              model.at(step);
            }
          });
    }
    threads.shutdown();
    assertThat(threads.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    try (CapturedLog log = new CapturedLog(TrainingProgress.class)) {
      seconds = 30;
      progress.model().at(1);
      assertThat(log.lines()).singleElement().asString().contains("39997 of 40000 steps");
    }
  }

  private TrainingProgress progress(int steps, int width) {
    return new TrainingProgress(
        "finetune", steps, new ProgressBar(out, width), () -> seconds * 1_000_000_000L);
  }
}
