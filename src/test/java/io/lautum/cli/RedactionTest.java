package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.SmallExperiment;
import io.lautum.WrittenFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that credentials of the user or the cluster are in no output and no file. */
class RedactionTest {
  private static final String SECRET = "hunter2hunter2";
  private static final List<String> KEYS =
      List.of(
          "spark.hadoop.fs.s3a.secret.key",
          "spark.hadoop.fs.s3a.access.key",
          "spark.hadoop.fs.s3a.session.token",
          "spark.hadoop.javax.jdo.option.ConnectionPassword",
          "spark.ssl.keyPassword");

  @TempDir Path workdir;

  /**
   * Searches everything that a run writes and prints for the credentials in the cluster's settings.
   */
  @Test
  void credentialsOfSparkAndHadoopAreInNoOutput() throws IOException {
    LocalSpark.context();
    KEYS.forEach(key -> System.setProperty(key, SECRET));
    try {
      CommandLineRun run =
          CommandLineRun.of(
              "run",
              experiment().toString(),
              "--workdir",
              workdir.toString(),
              "--methods",
              "scratch");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(run.out() + run.err()).doesNotContain(SECRET);
    } finally {
      KEYS.forEach(System::clearProperty);
    }
    assertThat(WrittenFiles.containing(workdir, SECRET)).isEmpty();
    assertThat(
            WrittenFiles.containing(workdir, "resolved").size()
                + WrittenFiles.containing(workdir, "scratch").size())
        .isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-Dtarget.path=s3a://KEY:hunter2hunter2@bucket/x -Dtarget.format=images",
        "-Ddata.root=s3a://KEY:hunter2hunter2@bucket/x",
        "-Dtracking.mlflow.uri=https://user:hunter2hunter2@localhost",
        "-Dtracking.mlflow.uri=https://hunter2hunter2@localhost",
        "--workdir=s3a://KEY:hunter2hunter2@bucket/x",
        "-Dfs.s3a.secret.key=hunter2hunter2",
        "-D.fs.s3a.secret.key=hunter2hunter2",
        "-Dpretrain.token=[hunter2hunter2",
      })
  void credentialsOnTheCommandLineAreRejectedAndNotRepeated(String arguments) throws IOException {
    String file = experiment().toString();
    CommandLineRun run =
        CommandLineRun.of(
            Stream.concat(Stream.of("prepare", file), Stream.of(arguments.split(" ")))
                .toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.out() + run.err()).doesNotContain(SECRET);
    assertThat(WrittenFiles.containing(workdir, SECRET)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cannot open s3a://KEY:hunter2hunter2@bucket/x | cannot open s3a://***@bucket/x",
        "set fs.s3a.secret.key=hunter2hunter2 now | set fs.s3a.secret.key=*** now",
        "connected to hdfs://namenode:8020/a@b | connected to hdfs://namenode:8020/a@b"
      })
  void logsHideCredentials(String message, String shown) throws IOException {
    Properties properties = new Properties();
    try (var in = Files.newBufferedReader(Path.of("conf/log4j2.properties"))) {
      properties.load(in);
    }
    PatternLayout layout =
        PatternLayout.newBuilder()
            .withPattern(properties.getProperty("appender.console.layout.pattern"))
            .build();
    ByteArrayOutputStream stack = new ByteArrayOutputStream();
    IOException cause = new IOException(message);
    cause.printStackTrace(new PrintStream(stack, true, StandardCharsets.UTF_8));
    String line =
        layout.toSerializable(
            Log4jLogEvent.newBuilder()
                .setLoggerName("a.B")
                .setLevel(Level.WARN)
                .setMessage(new SimpleMessage(message))
                .setThrown(cause)
                .build());
    assertThat(stack.toString(StandardCharsets.UTF_8)).contains(message);
    assertThat(line).contains(" WARN  B: " + shown).contains("java.io.IOException: " + shown);
  }

  private Path experiment() throws IOException {
    return Files.writeString(workdir.resolve("small.conf"), SmallExperiment.FILE);
  }
}
