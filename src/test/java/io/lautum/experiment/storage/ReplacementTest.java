package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.FailingFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplacementTest {
  @TempDir java.nio.file.Path parent;

  private ExperimentDirectory directory;
  private ArtefactMarker marker;

  @BeforeEach
  void finishAnArtefact() throws IOException {
    directory = new ExperimentDirectory(parent.toString(), "small", new Configuration(false));
    marker = marker(directory);
    write(directory, "evaluate/inspection.json", "old");
    write(directory, "evaluate/more/only-old", "old");
    write(directory, "results.json", "old");
    marker.complete();
  }

  @Test
  void replacementIsApartUntilItIsMoved() throws IOException {
    ExperimentDirectory outputs = make(directory);
    assertThat(outputs.root()).isNotEqualTo(directory.root());
    assertThat(marker.checkComplete()).isTrue();
    assertThat(text("results.json")).isEqualTo("old");

    directory.replacement(marker.folder()).moveIntoPlace(marker);

    assertNew();
    assertThat(parent.resolve("small/replacing~evaluate")).doesNotExist();
  }

  @Test
  void discardedReplacementLeavesNothing() throws IOException {
    make(directory);
    directory.replacement(marker.folder()).discard();
    assertThat(marker.checkComplete()).isTrue();
    assertThat(parent.resolve("small/replacing~evaluate")).doesNotExist();
  }

  @Test
  void placesOfArtefactsInFoldersOfAnExperimentAreDistinct() throws IOException {
    Path whole = new Path(directory.root(), "pretrain/standard");
    ExperimentDirectory below = directory.below("tune/pretrained/7f");
    Path part = new Path(below.root(), "pretrain/standard");
    assertThat(directory.in(directory.replacement(whole)).pretrained("standard"))
        .isEqualTo(new Path(directory.root(), "replacing~pretrain~standard/pretrain/standard"));
    assertThat(below.in(below.replacement(part)).pretrained("standard"))
        .isEqualTo(
            new Path(
                directory.root(),
                "replacing~tune~pretrained~7f~pretrain~standard/tune/pretrained/7f"
                    + "/pretrain/standard"));
  }

  @ParameterizedTest
  @CsvSource({
    "../outside, _SUCCESS",
    "/outside, _SUCCESS",
    "evaluate, ../_SUCCESS",
    "'', _SUCCESS"
  })
  void recordOfAnotherPlaceIsRejected(String place, String name) throws IOException {
    make(directory);
    write(
        directory,
        "replacing~evaluate/complete.json",
        "{\"folder\": \"%s\", \"marker\": \"%s\"}".formatted(place, name));
    assertThatThrownBy(() -> Replacement.finishAll(directory))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("replacing~evaluate/complete.json");
    assertThat(marker.checkComplete()).isTrue();
  }

  /** Interrupts the move after each number of operations, and then processes that continue it. */
  @Test
  void interruptedMoveIsFinishedLater() throws IOException {
    int operations = 0;
    int moved = 0;
    boolean interrupted = true;
    while (interrupted) {
      directory.files().delete(directory.root(), true);
      finishAnArtefact();
      make(directory);
      interrupted =
          isInterrupted(
              operations++, broken -> broken.replacement(marker.folder()).moveIntoPlace(marker));
      for (int next = 0; next < 3; next++) {
        isInterrupted(next, Replacement::finishAll);
      }
      Replacement.finishAll(directory);
      if (Files.exists(parent.resolve("small/replacing~evaluate"))) {
        assertThat(marker.checkComplete()).as("after %d operations", operations).isTrue();
        assertThat(text("results.json")).isEqualTo("old");
        assertThat(text("evaluate/inspection.json")).isEqualTo("old");
      } else {
        assertNew();
        moved++;
      }
    }
    assertThat(operations).isGreaterThan(moved);
    assertThat(moved).isGreaterThan(8);
  }

  private interface Change {
    void run(ExperimentDirectory directory) throws IOException;
  }

  private boolean isInterrupted(int operations, Change change) throws IOException {
    try {
      change.run(
          new ExperimentDirectory(parent.toString(), "small", FailingFileSystem.after(operations)));
      return false;
    } catch (IOException e) {
      assertThat(e).hasMessage("interrupted");
      return true;
    }
  }

  /** Makes a complete replacement. */
  private ExperimentDirectory make(ExperimentDirectory directory) throws IOException {
    Replacement replacement = directory.replacement(marker.folder());
    ExperimentDirectory outputs = directory.in(replacement);
    write(outputs, "evaluate/inspection.json", "new");
    write(outputs, "evaluate/more/only-new", "new");
    write(outputs, "results.json", "new");
    marker.in(replacement).complete();
    return outputs;
  }

  private void assertNew() throws IOException {
    assertThat(marker.checkComplete()).isTrue();
    for (String name :
        List.of("evaluate/inspection.json", "evaluate/more/only-new", "results.json")) {
      assertThat(text(name)).as(name).isEqualTo("new");
    }
    assertThat(parent.resolve("small/evaluate/more/only-old")).doesNotExist();
  }

  private String text(String name) throws IOException {
    return Files.readString(parent.resolve("small").resolve(name));
  }

  private static void write(ExperimentDirectory directory, String name, String text)
      throws IOException {
    AtomicFile.write(directory.files(), new Path(directory.root(), name), text);
  }

  private static ArtefactMarker marker(ExperimentDirectory directory) {
    return new ArtefactMarker(
            directory.files(), directory.evaluation(), new TreeMap<>(Map.of("seed", "1")))
        .withFilesOutside(List.of(directory.results()));
  }
}
