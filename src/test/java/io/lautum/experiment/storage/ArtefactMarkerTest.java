package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArtefactMarkerTest {
  @TempDir java.nio.file.Path parent;
  private java.nio.file.Path folder;
  private FileSystem files;

  @BeforeEach
  void open() throws IOException {
    files = FileSystem.getLocal(new Configuration());
    folder = parent.resolve("shards");
  }

  @Test
  void markedArtefactIsComplete() throws IOException {
    ArtefactMarker marker = marker(Map.of("seed", "1", "target.classes", "[\"ä\"]"));
    assertThat(marker.checkComplete()).isFalse();

    marker.complete();

    assertThat(marker.checkComplete()).isTrue();
    assertThat(marker(Map.of("target.classes", "[\"ä\"]", "seed", "1")).checkComplete()).isTrue();
    assertThat(folder.resolve("_SUCCESS")).exists();
    assertThat(marker.folder()).isEqualTo(new Path(folder.toString()));
  }

  @Test
  void otherConfigurationIsRejectedWithAllDifferences() throws IOException {
    marker(Map.of("seed", "1", "workers", "2", "source.path", "\"a\"")).complete();

    assertThatThrownBy(
            () -> marker(Map.of("seed", "3", "workers", "2", "labels", "[50]")).checkComplete())
        .isInstanceOf(UserException.class)
        .hasMessage(
            folder
                + " was created with another configuration (labels was not set, is [50]; seed was"
                + " 1, is 3; source.path was \"a\", is not set); use --overwrite to replace it, or"
                + " write to another folder to keep both");
  }

  @Test
  void furtherDifferencesAreOnlyCounted() throws IOException {
    Map<String, String> many = new TreeMap<>();
    IntStream.range(0, 8).forEach(i -> many.put("key" + i, "1"));
    marker(Map.of()).complete();

    assertThatThrownBy(() -> marker(many).checkComplete())
        .hasMessageContaining("key4 was not set, is 1; and 3 more)")
        .hasMessageNotContaining("key5");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"seed\" : \"1\"", "[]", "null", "{\"seed\": {}}", "seed=1"})
  void malformedMarkerIsBadData(String content) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("_SUCCESS"), content);

    assertThatThrownBy(() -> marker(Map.of("seed", "1")).checkComplete())
        .isInstanceOf(DataException.class)
        .hasMessageContaining(folder + "/_SUCCESS: expected a JSON object")
        .hasMessageEndingWith("; use --overwrite to recreate it");
  }

  @Test
  void markerWithWrongChecksumIsBadData() throws IOException {
    ArtefactMarker marker = completed("_SUCCESS", "{\"seed\" : \"2\"}");

    assertThatThrownBy(marker::checkComplete)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("_SUCCESS");
  }

  @Test
  void outdatedArtefactKeepsItsFilesAndCountsAsOther() throws IOException {
    ArtefactMarker marker = marker(Map.of("seed", "1"));
    marker.outdate();
    assertThat(folder).doesNotExist();
    AtomicFile.write(files, new Path(folder.toString(), "inspection.json"), "{}");
    marker.complete();
    assertThat(marker.isOutdated()).isFalse();

    marker.outdate();

    assertThat(marker.isOutdated()).isTrue();
    assertThat(marker.isUpToDate()).isFalse();
    assertThat(folder.resolve("inspection.json")).hasContent("{}");
    marker.complete();
    assertThat(marker.isUpToDate()).isTrue();
  }

  @Test
  void malformedMarkerIsOutdatedByRemovingIt() throws IOException {
    AtomicFile.write(files, new Path(folder.toString(), "_SUCCESS"), "{");
    marker(Map.of("seed", "1")).outdate();
    assertThat(folder.resolve("_SUCCESS")).doesNotExist();
  }

  @Test
  void clearingRemovesArtefact() throws IOException {
    ArtefactMarker marker = completed("shard-0.bin", "data");

    marker.clear();

    assertThat(folder).doesNotExist();
    assertThat(marker.checkComplete()).isFalse();
    marker.clear();
  }

  @Test
  void markerWithOtherNameDoesNotMarkCompletion() throws IOException {
    TreeMap<String, String> values = new TreeMap<>(Map.of("seed", "1"));
    Path artefact = new Path(folder.toString());
    new ArtefactMarker(files, artefact, "configuration.json", values).complete();

    assertThat(new ArtefactMarker(files, artefact, values).checkComplete()).isFalse();
    assertThat(new ArtefactMarker(files, artefact, "configuration.json", values).checkComplete())
        .isTrue();
  }

  @Test
  void markersAreComparedByMeaningOfValues() throws IOException {
    marker(Map.of("former", "1")).complete();
    UnaryOperator<SortedMap<String, String>> meaning =
        values -> {
          SortedMap<String, String> renamed = new TreeMap<>(values);
          Optional.ofNullable(renamed.remove("former"))
              .ifPresent(value -> renamed.put("present", value));
          return renamed;
        };

    assertThat(marker(Map.of("present", "1")).isUpToDate()).isFalse();
    assertThat(marker(Map.of("present", "1")).comparing(meaning).isUpToDate()).isTrue();
    assertThatThrownBy(() -> marker(Map.of("present", "2")).comparing(meaning).checkComplete())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("present was 1, is 2");
  }

  /** Returns the marker of a complete artefact in whose folder a file has been written. */
  private ArtefactMarker completed(String file, String content) throws IOException {
    ArtefactMarker marker = marker(Map.of("seed", "1"));
    marker.complete();
    Files.writeString(folder.resolve(file), content);
    return marker;
  }

  private ArtefactMarker marker(Map<String, String> values) {
    return new ArtefactMarker(files, new Path(folder.toString()), new TreeMap<>(values));
  }
}
