package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.WrittenFiles;
import io.lautum.experiment.lock.ExperimentLock;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetentionTest {
  @TempDir Path runs;

  @Test
  void newestCompleteRunsAndAllAfterThemStay() throws IOException {
    write("day-1", "done");
    write("day-2", "failed");
    write("day-3", "done");
    write("day-4", "interrupted");
    write("day-5", "done");
    write("day-6", "running");
    write("day-7", "running");

    assertThat(new Retention(directory("day-7"), 3).apply())
        .containsExactly(
            "removed " + folder("day-2") + ", an unfinished run of 2026-11-02T02:00:00Z",
            "removed " + folder("day-1") + ", a complete run of 2026-11-01T02:00:00Z");
    assertThat(WrittenFiles.names(runs))
        .containsExactlyInAnyOrder("day-3", "day-4", "day-5", "day-6", "day-7");
    assertThat(new Retention(directory("day-7"), 3).apply()).isEmpty();
    assertThat(new Retention(directory("day-7"), 1).apply()).hasSize(4);
    assertThat(WrittenFiles.names(runs)).containsExactly("day-7");
  }

  /** The root of a bucket has no neighbours. */
  @Test
  void workDirectoryAtTheRootOfAFileSystemHasNoEarlierRuns() throws IOException {
    ExperimentDirectory root = new ExperimentDirectory("/", "small", new Configuration(false));
    assertThat(new Retention(root, 1).apply()).isEmpty();
  }

  @Test
  void runInUseAndOtherExperimentsAndFoldersStay() throws IOException {
    write("day-1", "running");
    write("day-2", "done");
    write("day-3", "running");
    Files.createDirectories(runs.resolve("day-2/other"));
    Files.createDirectories(runs.resolve("notes/small/shards"));
    ExperimentDirectory used = directory("day-1");
    try (ExperimentLock lock = ExperimentLock.acquire(used.files(), used.root(), "run", () -> {})) {
      lock.requireHeld();
      assertThat(new Retention(directory("day-3"), 1).apply())
          .singleElement()
          .asString()
          .contains("day-2/small");
    }
    assertThat(runs.resolve("day-1/small/results.json")).exists();
    assertThat(WrittenFiles.names(runs.resolve("day-2"))).containsExactly("other");
    assertThat(runs.resolve("notes/small/shards")).exists();
  }

  @Test
  void interruptedRemovalIsFinishedLater() throws IOException {
    write("day-1", "done");
    write("day-2", "done");
    write("day-3", "running");
    Files.delete(runs.resolve("day-1/small/results.json"));
    assertThat(new Retention(directory("day-3"), 2).apply()).hasSize(1);
    assertThat(WrittenFiles.names(runs)).containsExactlyInAnyOrder("day-2", "day-3");
  }

  @Test
  void runsWithoutAReadableStatusStayAndLinksDoNotCount() throws IOException {
    write("day-1", "done");
    write("day-2", "done");
    write("day-3", "done");
    write("day-4", "done");
    write("day-5", "running");
    Files.writeString(runs.resolve("day-1/small/result.json"), "{}");
    Files.writeString(runs.resolve("day-2/small/result.json"), "{\"began\": \"2026");
    Files.createSymbolicLink(runs.resolve("latest"), runs.resolve("day-4"));

    assertThat(new Retention(directory("day-5"), 2).apply())
        .singleElement()
        .asString()
        .contains("day-3/small");
    assertThat(WrittenFiles.names(runs))
        .containsExactlyInAnyOrder("day-1", "day-2", "day-4", "day-5", "latest");
  }

  private void write(String day, String state) throws IOException {
    Path folder = Files.createDirectories(runs.resolve(day + "/small/shards")).getParent();
    Files.writeString(folder.resolve("shards/_SUCCESS"), "{}");
    Files.writeString(folder.resolve("results.json"), "{}");
    Files.writeString(folder.resolve(".report.json"), "{}");
    Files.writeString(
        folder.resolve("result.json"),
        "{\"command\": \"run\", \"state\": \"%s\", \"began\": \"2026-11-0%sT02:00:00Z\"}"
            .formatted(state, day.substring(4)));
  }

  private ExperimentDirectory directory(String day) {
    return new ExperimentDirectory(runs.resolve(day).toString(), "small", new Configuration(false));
  }

  private String folder(String day) {
    return "file:" + runs.resolve(day).resolve("small");
  }
}
