package io.lautum.data.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.data.image.EncoderDescription;
import io.lautum.data.image.EncoderLayout;
import io.lautum.data.image.ImageFit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFolderTest {
  private static final EncoderDescription FIRST = description("a", 224, 0.5f);

  @TempDir private Path folder;
  private TableFolder table;

  @BeforeEach
  void open() throws IOException {
    table = new TableFolder(new Configuration(false), folder.resolve("table").toString());
  }

  private static EncoderDescription description(String digest, int size, float mean) {
    return new EncoderDescription(
        "e.onnx",
        digest,
        "y",
        2,
        3,
        size,
        size,
        EncoderLayout.NCHW,
        1,
        List.of(mean, mean, mean),
        List.of(1f, 1f, 1f),
        ImageFit.Mode.CROP,
        "#ffffff",
        null);
  }

  private void write(EncoderDescription description, String content) throws IOException {
    Path temporary = Path.of(table.temporary().toUri().getPath());
    Files.createDirectories(temporary);
    Files.writeString(temporary.resolve("part"), content);
    table.replace(description);
  }

  private String content() throws IOException {
    return Files.readString(folder.resolve("table/part"));
  }

  @Test
  void keepsOnlyVectorsOfTheSameEncoderAndPreparation() throws Exception {
    assertThat(table.isKept(FIRST, false)).isFalse();
    write(FIRST, "one");
    assertThat(table.isKept(FIRST, false)).isTrue();
    assertThat(table.isKept(FIRST, true)).isFalse();
    assertThatThrownBy(() -> table.isKept(description("b", 192, 0.25f), false))
        .isInstanceOf(UserException.class)
        .hasMessageContaining(
            "its vectors were computed otherwise (the encoder's content, height, width, mean);"
                + " use --overwrite");
    assertThat(table.isKept(description("b", 192, 0.25f), true)).isFalse();
  }

  @Test
  void replacesAWholeTable() throws Exception {
    write(FIRST, "one");
    write(FIRST, "two");
    assertThat(content()).isEqualTo("two");
    try (var files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactly("table");
    }
  }

  @Test
  void restoresATableWhoseReplacementWasKilled() throws Exception {
    write(FIRST, "one");
    Files.move(folder.resolve("table"), folder.resolve(".table.replaced"));
    assertThat(table.isKept(FIRST, false)).isTrue();
    assertThat(content()).isEqualTo("one");
  }

  @Test
  void neverReplacesAnotherFolder() throws Exception {
    Files.createDirectories(folder.resolve("table"));
    Files.writeString(folder.resolve("table/part"), "mine");
    for (boolean overwrite : new boolean[] {false, true}) {
      assertThatThrownBy(() -> table.isKept(FIRST, overwrite))
          .isInstanceOf(UserException.class)
          .hasMessageEndingWith(
              "exists already and is no table of the command encode; choose another path");
    }
  }

  @Test
  void keepsTheVectorsOfAnUnfinishedRunOfTheSameEncoder() throws Exception {
    table.prepareRuns(FIRST, false);
    Path run = Path.of(table.newRun().toUri().getPath());
    Files.createDirectories(run.resolve("_temporary"));
    assertThat(table.unfinishedRuns()).isEmpty();
    Files.writeString(run.resolve("part-0.parquet"), "");

    table.prepareRuns(FIRST, false);
    assertThat(table.unfinishedRuns()).hasSize(1).allMatch(path -> path.endsWith(run.toString()));
    table.prepareRuns(description("b", 224, 0.5f), false);
    assertThat(table.unfinishedRuns()).isEmpty();
  }

  @Test
  void overwritingDeletesTheVectorsOfUnfinishedRuns() throws Exception {
    table.prepareRuns(FIRST, false);
    Path run = Path.of(table.newRun().toUri().getPath());
    Files.createDirectories(run);
    Files.writeString(run.resolve("part-0.parquet"), "");
    table.prepareRuns(FIRST, true);
    assertThat(table.unfinishedRuns()).isEmpty();
  }
}
