package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormatVersionTest {
  private record Point(int x) {}

  @TempDir java.nio.file.Path folder;

  @Test
  void versionIsTheFirstField() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Json.write(new Point(3), out);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualTo("{\n  \"format\" : 1,\n  \"x\" : 3\n}\n");
    assertThat(read(out.toString(StandardCharsets.UTF_8))).isEqualTo(new Point(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"x\": 3}",
        "{\"x\": 3, \"format\": 1}",
        "{\"inner\": {\"format\": 2}, \"list\": [{\"format\": 2}], \"x\": 3}",
      })
  void earlierVersionsAreRead(String json) {
    assertThat(read(json)).isEqualTo(new Point(3));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "10", "99999999999", "\"2\"", "0", "-1", "1.5"})
  void otherVersionIsRejectedWithOneSentence(String version) {
    assertThatThrownBy(() -> read("{\"inner\": {}, \"format\": " + version + ", \"y\": 4}"))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "runs/point.json has format version "
                + version.replace("\"", "")
                + ", and this version of the program reads format version 1; use the version of the"
                + " program that wrote the file, or a newer one");
  }

  @Test
  void malformedFileIsReportedByItsReader() {
    assertThatThrownBy(() -> read("{\"x\": 3,\n \"format\": }"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("runs/point.json, line 2");
  }

  @Test
  void everyLineOfAHistoryHasTheVersion() throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration(false));
    java.nio.file.Path history = folder.resolve("history.jsonl");
    try (JsonLines lines = new JsonLines(files, new Path(history.toString()))) {
      lines.write(JsonLines.line().put("step", 1));
      lines.write(JsonLines.line().put("step", 2));
    }
    assertThat(history).hasContent("{\"format\":1,\"step\":1}\n{\"format\":1,\"step\":2}\n");
  }

  @Test
  void markerOfANewerProgramIsRejected() throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration(false));
    Path place = new Path(folder.toString());
    ArtefactMarker marker = new ArtefactMarker(files, place, new TreeMap<>(Map.of("seed", "1")));
    marker.complete();
    java.nio.file.Path file = folder.resolve("_SUCCESS");
    String content = Files.readString(file);
    assertThat(content).contains("\"format\" : \"1\"");
    assertThat(marker.checkComplete()).isTrue();

    AtomicFile.write(files, new Path(place, "_SUCCESS"), content.replace("\"1\"", "\"2\""));
    assertThatThrownBy(marker::checkComplete)
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + " has format version 2, ");

    AtomicFile.write(files, new Path(place, "_SUCCESS"), "{\"seed\": \"1\"}");
    assertThat(marker.checkComplete()).as("a marker of an earlier program").isTrue();
  }

  private static Point read(String json) {
    var in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
    return Json.read(in, "runs/point.json", "a point", Point.class);
  }
}
