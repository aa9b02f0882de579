package io.lautum.experiment.stage;

import static io.lautum.experiment.stage.ExistingResults.OVERWRITE;
import static io.lautum.experiment.stage.ExistingResults.RESTART_UNFINISHED;
import static io.lautum.experiment.stage.ExistingResults.RESUME_UNFINISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.experiment.storage.ArtefactMarker;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.operations.progress.TrainingProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageRunnerTest {
  @TempDir java.nio.file.Path folder;

  private final List<String> events = new ArrayList<>();
  private final TrainingProgress progress = TrainingProgress.of("finetune", 10);
  private final List<Requirement> requirements = new ArrayList<>();
  private final List<Artefact> artefacts = new ArrayList<>();
  private ExperimentDirectory directory;
  private FileSystem files;

  @BeforeEach
  void openFiles() throws IOException {
    directory = new ExperimentDirectory(folder.toString(), "small", new Configuration(false));
    files = directory.files();
  }

  @Test
  void createsArtefactsInOrderAndSkipsFinishedOnes() throws IOException {
    artefacts.add(marked("first"));
    artefacts.add(marked("second"));
    marker("first", "1").complete();
    assertThat(run(RESTART_UNFINISHED)).isEqualTo(List.of("begin", "second", "took second"));
    assertThat(run(RESUME_UNFINISHED)).isEmpty();
    assertThat(run(OVERWRITE))
        .isEqualTo(List.of("begin", "first", "took first", "second", "took second"));
  }

  @Test
  void reportsWhetherAnyStageWorked() throws IOException {
    artefacts.add(marked("first"));
    StageRunner runner = new StageRunner(RESTART_UNFINISHED);
    marker("first", "1").complete();
    runner.run(new Recorded());
    assertThat(runner.worked()).isFalse();
    marker("first", "1").clear();
    runner.run(new Recorded());
    runner.run(new Recorded());
    assertThat(runner.worked()).isTrue();
  }

  @Test
  void missingRequirementIsReportedWithCommand() throws IOException {
    requirements.add(new Requirement(marker("shards", "1"), "prepare"));
    artefacts.add(marked("first"));
    assertThatThrownBy(() -> run(OVERWRITE))
        .isInstanceOf(UserException.class)
        .hasMessageEndingWith(
            "/shards is missing or not finished; run prepare first, or use the command run for all"
                + " stages");
    assertThat(events).isEmpty();
    marker("shards", "1").complete();
    assertThat(run(OVERWRITE)).contains("first");
  }

  @Test
  void artefactOfOtherConfigurationIsRejectedBeforeAnyWork() throws IOException {
    artefacts.add(marked("first"));
    artefacts.add(marked("second"));
    marker("second", "2").complete();
    assertThatThrownBy(() -> run(RESTART_UNFINISHED))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("seed was 2, is 1");
    assertThat(events).isEmpty();
    assertThat(run(OVERWRITE)).contains("first", "second");
    assertThat(marker("second", "1").checkComplete()).isTrue();
  }

  @Test
  void checkpointsAreResumedOnlyOnRequest() throws IOException {
    ArtefactMarker checkpoints =
        new ArtefactMarker(
            files,
            path("model/checkpoint"),
            "configuration.json",
            new TreeMap<>(Map.of("seed", "1")));
    artefacts.add(
        artefact(
            "model",
            Optional.of(checkpoints),
            outputs ->
                events.add(files.exists(path("model/checkpoint/7")) ? "continued" : "restarted")));
    checkpoints.complete();
    files.create(path("model/checkpoint/7")).close();
    assertThat(run(RESUME_UNFINISHED)).contains("continued");

    files.delete(path("model/_SUCCESS"), false);
    assertThat(run(RESTART_UNFINISHED)).contains("restarted");
    assertThat(checkpoints.checkComplete()).isTrue();
  }

  @Test
  void replaceableArtefactOfOtherConfigurationIsReplaced() throws IOException {
    Production work = outputs -> files.create(outputs.results()).close();
    artefacts.add(
        new ReplaceableArtefact(artefact("results", Optional.empty(), work), path("results.json")));
    marker("results", "2").complete();
    assertThat(run(RESTART_UNFINISHED)).contains("took results");
    assertThat(run(RESTART_UNFINISHED)).isEmpty();
    files.delete(path("results.json"), false);
    assertThat(run(RESTART_UNFINISHED)).contains("took results");
  }

  @Test
  void replaceableArtefactContinuesFromCheckpointsOfItsConfiguration() throws IOException {
    ArtefactMarker marker = marker("model", "1");
    ArtefactMarker checkpoints = marker.ofUnfinished(path("model/checkpoint"), "configuration");
    Production work =
        outputs -> {
          Path model = new Path(outputs.root(), "model");
          boolean found = files.exists(new Path(model, "checkpoint/7"));
          events.add(found ? "continued" : "restarted");
          files.create(new Path(model, "result")).close();
        };
    artefacts.add(
        new ReplaceableArtefact(
            artefact("model", Optional.of(checkpoints), work), path("model/result")));
    checkpoints.complete();
    files.create(path("model/checkpoint/7")).close();
    assertThat(run(RESTART_UNFINISHED)).contains("continued");

    assertThat(run(OVERWRITE)).contains("restarted");
    assertThat(checkpoints.isUpToDate()).isTrue();

    files.delete(path("model/_SUCCESS"), false);
    marker("model", "2").ofUnfinished(path("model/checkpoint"), "configuration").complete();
    files.create(path("model/checkpoint/7")).close();
    assertThat(run(RESTART_UNFINISHED)).contains("restarted");
  }

  @Test
  void failedReplacementLeavesFinishedArtefact() throws IOException {
    Path result = path("results/result");
    artefacts.add(
        artefact(
            "results",
            Optional.empty(),
            outputs -> {
              Path made = new Path(outputs.root(), "results/result");
              files.create(made).close();
              if (!made.equals(result)) {
                throw new IOException("disk full");
              }
            }));
    run(RESTART_UNFINISHED);
    assertThatThrownBy(() -> run(OVERWRITE)).hasMessage("disk full");
    assertThat(marker("results", "1").checkComplete()).isTrue();
    assertThat(files.listStatus(directory.root())).hasSize(1);
    assertThat(run(RESTART_UNFINISHED)).isEmpty();
  }

  @Test
  void parallelArtefactsAreTimedTogether() throws IOException {
    artefacts.add(
        new ParallelArtefacts("finetune", List.of(marked("first"), marked("second")), 2, progress));
    marker("first", "1").complete();
    assertThat(run(RESTART_UNFINISHED)).isEqualTo(List.of("begin", "second", "took finetune"));
    assertThat(run(RESTART_UNFINISHED)).isEmpty();
  }

  @Test
  void failureOfParallelArtefactEndsStage() throws IOException {
    Production failing =
        outputs -> {
          throw new IOException("disk full");
        };
    Artefact second = artefact("second", Optional.empty(), failing);
    artefacts.add(new ParallelArtefacts("finetune", List.of(second), 1, progress));
    assertThatThrownBy(() -> run(RESTART_UNFINISHED))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(events).containsExactly("begin");
    assertThat(marker("second", "1").checkComplete()).isFalse();
  }

  @Test
  void failureOfParallelArtefactInterruptsTheOthersAndAwaitsTheirEnd() {
    CountDownLatch started = new CountDownLatch(1);
    Production slow =
        outputs -> {
          started.countDown();
          try {
            Thread.sleep(60_000);
          } catch (InterruptedException e) {
            // As a step does that ends before the interruption is noticed.
            LockSupport.parkNanos(200_000_000);
            events.add("ended");
          }
        };
    Production failing =
        outputs -> {
          await(started);
          throw new IOException("disk full");
        };
    artefacts.add(
        new ParallelArtefacts(
            "finetune",
            List.of(
                artefact("slow", Optional.empty(), slow),
                artefact("failing", Optional.empty(), failing)),
            2,
            progress));
    assertThatThrownBy(() -> run(RESTART_UNFINISHED)).hasMessage("disk full");
    assertThat(events).containsExactly("begin", "ended");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs the stage and returns the events in order. */
  private List<String> run(ExistingResults existing) throws IOException {
    events.clear();
    return new StageRunner(existing).run(new Recorded());
  }

  private Artefact marked(String name) {
    return artefact(name, Optional.empty(), outputs -> events.add(name));
  }

  private MarkedArtefact artefact(
      String name, Optional<ArtefactMarker> checkpoints, Production work) {
    return new MarkedArtefact(name, directory, marker(name, "1"), checkpoints, () -> {}, work);
  }

  private ArtefactMarker marker(String name, String seed) {
    return new ArtefactMarker(files, path(name), new TreeMap<>(Map.of("seed", seed)));
  }

  private Path path(String name) {
    return new Path(directory.root(), name);
  }

  private final class Recorded implements Stage<List<String>> {
    @Override
    public List<Requirement> requirements() {
      return requirements;
    }

    @Override
    public List<Artefact> artefacts() {
      return artefacts;
    }

    @Override
    public void begin() {
      events.add("begin");
    }

    @Override
    public void took(String artefact, Cost cost) {
      assertThat(cost.seconds()).isNotNegative();
      events.add("took " + artefact);
    }

    @Override
    public List<String> result() {
      return List.copyOf(events);
    }
  }
}
