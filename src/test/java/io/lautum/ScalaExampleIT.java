package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the example in Scala, which the documentation shows. Maven compiles only Java. */
class ScalaExampleIT {
  private static final Path EXAMPLE = Path.of("src/test/scala/CrossValidationExample.scala");

  @TempDir Path folder;

  @Test
  void exampleOfTheDocumentationCompiles() throws Exception {
    String page = Files.readString(Path.of("docs/spark-ml.md"));
    int start = page.indexOf("```scala\n") + 9;
    String shown = page.substring(start, page.indexOf("```", start));
    assertThat(Files.readString(EXAMPLE).replaceAll("(?m)^    ", "")).contains(shown);

    Path log = folder.resolve("log");
    Process compiler =
        new ProcessBuilder(
                Host.java(),
                Host.QUICK_COMPILER,
                "-cp",
                TestClassPath.matching(".*/scala-(compiler|library|reflect|xml_2.12)-[^/]*"),
                "scala.tools.nsc.Main",
                "-Xfatal-warnings",
                "-d",
                folder.toString(),
                "-cp",
                TestClassPath.all(),
                EXAMPLE.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(compiler.waitFor(3, TimeUnit.MINUTES)).as("ended in time").isTrue();
      assertThat(compiler.exitValue()).as(() -> WrittenFiles.text(log)).isZero();
    } finally {
      compiler.destroyForcibly();
    }
    assertThat(folder.resolve("CrossValidationExample.class")).exists();
  }
}
