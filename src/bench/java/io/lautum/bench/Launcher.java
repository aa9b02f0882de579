package io.lautum.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes command lines with {@code submit/lautum}, so that the benchmark has the same Java options,
 * environment and Spark settings as a user.
 *
 * @param home folder of the project
 * @param logs folder of log files
 */
record Launcher(Path home, Path logs) {
  private static final String MAIN = " --class io.lautum.cli.Main ";

  /**
   * Environment without an installation of Spark, so that every run uses the Spark of the
   * dependencies.
   */
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SPARK_HOME", "", "OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1");

  /** Returns a command of {@code submit/lautum} on {@code cores} cores. */
  Program command(int cores, List<String> arguments) {
    return new Program(line(cores, arguments), ENVIRONMENT, cores);
  }

  /** Returns a command with another main class, from the folder of compiled tests. */
  Program main(Class<?> main, int cores, List<String> arguments) throws IOException {
    List<String> printed = new ArrayList<>(line(cores, arguments));
    printed.add("--print-command");
    String line =
        new Program(printed, ENVIRONMENT, cores).run(logs.resolve("launcher.log")).strip();
    line = replaceOnce(line, MAIN, " --class %s ".formatted(main.getName()));
    line = replaceOnce(line, " -cp ", " -cp '%s':".formatted(home.resolve("target/test-classes")));
    return new Program(List.of("bash", "-c", "exec env " + line), ENVIRONMENT, cores);
  }

  private List<String> line(int cores, List<String> arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                home.resolve("submit/lautum").toString(),
                "--master",
                "local[%d]".formatted(cores)));
    line.addAll(arguments);
    return line;
  }

  private static String replaceOnce(String line, String old, String replacement) {
    if (line.split(old, -1).length != 2) {
      throw new IllegalStateException(
          "expected [%s] once in the launcher's command, got [%s]".formatted(old, line));
    }
    return line.replace(old, replacement);
  }
}
