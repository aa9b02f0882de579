package io.lautum.evaluation.crossvalidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import io.lautum.operations.cluster.TaskSteps;
import io.lautum.operations.progress.TrainingProgress;
import io.lautum.report.tracking.CapturedLog;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.TaskKilledException;
import org.apache.spark.api.java.function.Function;
import org.junit.jupiter.api.Test;

class FoldsJobTest {
  private static final AtomicInteger RUNNING = new AtomicInteger();

  private final FoldsJob job = new FoldsJob(LocalSpark.context(), "test");

  @Test
  void eachPartCountsItsOwnSteps() {
    Map<Integer, TaskSteps> counts = new HashMap<>();
    assertThat(job.run("trainings", 1, List.of(7, 8, 9), steps -> counting(steps, counts)))
        .containsExactly(7, 8, 9);
    assertThat(counts).containsOnlyKeys(7, 8, 9);
    assertThat(Set.copyOf(counts.values())).hasSize(3);
  }

  @Test
  void lateTasksHaveEndedWhenTheJobFails() {
    TimeLimit passed = new TimeLimit(0, 0);
    assertThatThrownBy(
            () -> job.run("tasks without end", 1, List.of(1, 2, 3), steps -> new Endless(), passed))
        .isInstanceOf(TimeLimit.MissedException.class);
    assertThat(RUNNING).hasValue(0);
    assertThat(job.run("tasks that end", 1, List.of(4, 5), steps -> part -> part))
        .containsExactly(4, 5);
  }

  /** At the first report, 30 steps have taken 5 s, and only the last part has 30 more. */
  @Test
  void endedTasksNeedNoMoreSteps() {
    try (CapturedLog log = new CapturedLog(TrainingProgress.class)) {
      job.run("short trainings", 30, List.of(0, 1, 2, 3), FoldsJobTest::tenSteps);
      assertThat(log.lines())
          .filteredOn(line -> line.contains("short trainings: 3 of 4 models complete"))
          .singleElement()
          .asString()
          .matches(".*, [4-9] s left");
    }
  }

  private static Function<Integer, Integer> tenSteps(Map<Integer, TaskSteps> steps) {
    return part -> {
      if (part == 3) {
        Thread.sleep(7000);
      }
      for (int step = 0; step < 10; step++) {
        steps.get(part).take();
      }
      return part;
    };
  }

  private static Function<Integer, Integer> counting(
      Map<Integer, TaskSteps> steps, Map<Integer, TaskSteps> seen) {
    seen.putAll(steps);
    return part -> {
      steps.get(part).take();
      return part;
    };
  }

  /** A training that is cancelled in the middle of a step. */
  private static final class Endless implements Function<Integer, Integer>, Serializable {
    @Override
    public Integer call(Integer part) throws InterruptedException {
      RUNNING.incrementAndGet();
      try {
        while (!TaskContext.get().isInterrupted()) {
          Thread.sleep(10);
        }
        Thread.sleep(500);
        throw new TaskKilledException();
      } finally {
        RUNNING.decrementAndGet();
      }
    }
  }
}
