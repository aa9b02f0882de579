package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the whole program on two cores, in a separate process. */
final class Program {
  private final Map<String, String> properties;
  private final String classPath;
  private final Map<String, String> environment;

  /**
   * @param properties system properties of the Java virtual machine, such as Spark's settings
   */
  Program(Map<String, String> properties) {
    this(properties, TestClassPath.withoutMiniCluster());
  }

  /**
   * @param classPath class path that replaces this process's
   */
  Program(Map<String, String> properties, String classPath) {
    this(properties, classPath, Map.of());
  }

  /**
   * @param environment additional environment variables
   */
  Program(Map<String, String> properties, String classPath, Map<String, String> environment) {
    this.properties = properties;
    this.classPath = classPath;
    this.environment = environment;
  }

  /** Runs the program to its end and returns its exit code. */
  int run(List<String> arguments, Path out, Path err) throws IOException, InterruptedException {
    Process process = begin(arguments, out, err);
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly();
    }
  }

  /**
   * Starts the program.
   *
   * @param out file for standard output
   * @param err file for standard error
   */
  Process begin(List<String> arguments, Path out, Path err) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Host.java());
    command.addAll(Host.passedOn("--add-opens.*|-XX:\\+Ignore.*|-Dorg\\..*"));
    command.addAll(ClassArchive.options());
    command.addAll(
        List.of(
            Host.QUICK_COMPILER,
            "-Xmx1g",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1"));
    properties.forEach((key, value) -> command.add("-D%s=%s".formatted(key, value)));
    command.addAll(List.of("-cp", classPath, "io.lautum.cli.Main"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }
}
