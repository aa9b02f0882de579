package io.lautum.bench;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A program to run in a separate process on dedicated cores.
 *
 * @param command the program and its arguments
 * @param environment variables added to this process's environment; an empty value removes the
 *     variable
 * @param cores number of cores; the last ones are used, because the first one serves interrupts
 */
record Program(List<String> command, Map<String, String> environment, int cores) {
  private static final long TIMEOUT_MINUTES = 10;

  /**
   * Runs the program to its end.
   *
   * @param log file for standard error
   * @return standard output
   * @throws ProgramFailedException if the program ends with a status other than 0
   */
  String run(Path log) throws IOException {
    Path output = Files.createTempFile(log.getParent(), "output", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(pinned())
              .redirectOutput(output.toFile())
              .redirectError(log.toFile())
              .redirectInput(new File("/dev/null"));
      environment.forEach(
          (key, value) -> {
            builder.environment().remove(key);
            if (!value.isEmpty()) {
              builder.environment().put(key, value);
            }
          });
      int status = await(builder.start());
      if (status != 0) {
        throw new ProgramFailedException(command.get(0), status, log);
      }
      return Files.readString(output, StandardCharsets.UTF_8);
    } finally {
      Files.delete(output);
    }
  }

  private List<String> pinned() {
    int all = Runtime.getRuntime().availableProcessors();
    List<String> pinned = new ArrayList<>();
    if (cores < all) {
      pinned.addAll(List.of("taskset", "-c", "%d-%d".formatted(all - cores, all - 1)));
    }
    pinned.addAll(command);
    return pinned;
  }

  private static int await(Process process) {
    try {
      if (process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    return -1;
  }
}
