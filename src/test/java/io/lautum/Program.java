package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the whole program, or another class with a main method, on two cores in a process. */
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
    return end(begin(arguments, out, err), 5);
  }

  /**
   * Runs another class to its end and returns its exit code.
   *
   * @param heap maximum size of the heap, such as {@code 1g}
   * @param log file for standard output and standard error
   */
  int runClass(Class<?> main, String heap, List<String> arguments, Path log)
      throws IOException, InterruptedException {
    List<String> command = command(heap, main.getName());
    command.addAll(arguments);
    ProcessBuilder builder = inEnvironment(command).redirectErrorStream(true);
    return end(builder.redirectOutput(log.toFile()).start(), 10);
  }

  /** Waits for the end of a process, ends what is left of it, and returns its exit code. */
  static int end(Process process, int minutes) throws InterruptedException {
    try {
      assertThat(process.waitFor(minutes, TimeUnit.MINUTES)).as("ended in time").isTrue();
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
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
    return builder(arguments).redirectError(err.toFile()).redirectOutput(out.toFile()).start();
  }

  /** Returns a process of the program that is not started. */
  ProcessBuilder builder(List<String> arguments) {
    List<String> command = command("1g", "io.lautum.cli.Main");
    command.addAll(arguments);
    return inEnvironment(command);
  }

  private ProcessBuilder inEnvironment(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }

  private List<String> command(String heap, String main) {
    List<String> command = new ArrayList<>();
    command.add(Host.java());
    command.addAll(Host.passedOn("--add-opens.*|-XX:\\+Ignore.*|-Dorg\\..*"));
    command.addAll(ClassArchive.options());
    command.addAll(
        List.of(
            Host.QUICK_COMPILER,
            "-Xmx" + heap,
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1"));
    properties.forEach((key, value) -> command.add("-D%s=%s".formatted(key, value)));
    command.addAll(List.of("-cp", classPath, main));
    return command;
  }
}
