package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs the commands with which a page begins, as a reader of the distribution pastes them. */
class PagesIT {
  @TempDir Path folder;

  /** Returns the first commands of a page, without the build that these tests follow. */
  static String firstCommands(String page) throws IOException {
    String text = Files.readString(Path.of("docs", page));
    int start = text.indexOf("```sh\n") + 6;
    return text.substring(start, text.indexOf("```", start))
        .lines()
        .filter(line -> !line.startsWith("mvn "))
        .collect(Collectors.joining("\n"));
  }

  private static Path distribution() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("target/dist"))) {
      return files.filter(Files::isDirectory).findAny().orElseThrow().toAbsolutePath();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "embeddings.md, runs/encoded/report.html",
    "serving.md, glyphs.onnx",
    "vectors.md, scores.csv"
  })
  void firstCommandsOfThePageWork(String page, String result) throws Exception {
    for (String part : List.of("submit", "conf")) {
      Files.createSymbolicLink(folder.resolve(part), distribution().resolve(part));
    }
    Path log = folder.resolve("log");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-ec", firstCommands(page))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    // A file, so that the first command writes no archive of classes.
    builder.environment().put("XDG_CACHE_HOME", log.toString());
    int exitCode = Program.end(builder.start(), 8);
    assertThat(exitCode).as(() -> WrittenFiles.text(log)).isZero();
    assertThat(folder.resolve(result)).isNotEmptyFile();
  }
}
