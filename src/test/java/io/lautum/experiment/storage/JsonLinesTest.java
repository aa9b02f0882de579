package io.lautum.experiment.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesTest {
  @TempDir java.nio.file.Path folder;
  private final FileSystem files = LocalFiles.open();

  @Test
  void nonFiniteNumbersAreOmitted() throws IOException {
    try (JsonLines history = new JsonLines(files, path())) {
      history.write(
          JsonLines.line()
              .put("round", 1)
              .put("loss", Double.NaN)
              .put("information", Double.POSITIVE_INFINITY)
              .put("single", Float.NaN)
              .put("seconds", 0.25)
              .put("worker", "a"));
    }

    assertThat(lines())
        .containsExactly("{\"format\":1,\"round\":1,\"seconds\":0.25,\"worker\":\"a\"}");
  }

  @Test
  void everyLineIsReadableWhileFileIsOpen() throws IOException {
    try (JsonLines history = new JsonLines(files, path())) {
      for (int round = 1; round <= 3; round++) {
        history.write(JsonLines.line().put("round", round));
        assertThat(lines())
            .hasSize(round)
            .last()
            .isEqualTo("{\"format\":1,\"round\":%d}".formatted(round));
      }
    }
  }

  @Test
  void linesSurviveTheEndOfAProcessThatWritesThemAgain() throws IOException {
    java.nio.file.Path copy = folder.resolve(".history.jsonl.kept");
    Files.writeString(copy, "{\"round\":1}\n{\"round\":2}");
    Files.writeString(folder.resolve("history.jsonl"), "{\"round\":1}\n{\"ro");

    JsonLines.resume(files, path(), line -> true).close();

    assertThat(lines()).containsExactly("{\"round\":1}", "{\"round\":2}");
    assertThat(copy).doesNotExist();
  }

  @Test
  void newFileIgnoresACopyOfEarlierLines() throws IOException {
    Files.writeString(folder.resolve(".history.jsonl.kept"), "{\"round\":1}");
    new JsonLines(files, path()).close();
    JsonLines.resume(files, path(), line -> true).close();
    assertThat(lines()).isEmpty();
  }

  @Test
  void resumingKeepsAcceptedLinesAndDropsIncompleteLine() throws IOException {
    // The file is not closed, as after a kill, and spans several chunks of Hadoop's local
    // checksums.
    JsonLines killed = new JsonLines(files, path());
    for (int round = 1; round <= 1000; round++) {
      killed.write(JsonLines.line().put("round", round));
    }
    Files.writeString(
        folder.resolve("history.jsonl"),
        "\n[1]\n{\"format\":1,\"round\":5}{\"rou",
        StandardOpenOption.APPEND);

    try (JsonLines history =
        JsonLines.resume(files, path(), line -> line.path("round").asInt() <= 2)) {
      assertThat(lines())
          .containsExactly("{\"format\":1,\"round\":1}", "{\"format\":1,\"round\":2}");
      history.write(JsonLines.line().put("round", 3));
    }
    killed.close();

    assertThat(lines())
        .containsExactly(
            "{\"format\":1,\"round\":1}",
            "{\"format\":1,\"round\":2}",
            "{\"format\":1,\"round\":3}");
  }

  @Test
  void resumingWithoutFileStartsOne() throws IOException {
    JsonLines.resume(files, path(), line -> true).close();

    assertThat(lines()).isEmpty();
  }

  @Test
  void checksumOfEarlierFileIsRemoved() throws IOException {
    AtomicFile.write(files, path(), "{\"format\":1,\"round\":1}\n{\"round\":2}\n");

    try (JsonLines history = JsonLines.resume(files, path(), line -> true)) {
      history.write(JsonLines.line().put("round", 3));
    }

    assertThat(lines()).hasSize(3);
  }

  private Path path() {
    return new Path(folder.toString(), "history.jsonl");
  }

  /** Returns the lines as another process reads them. */
  private List<String> lines() throws IOException {
    try (InputStream in = files.open(path())) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
