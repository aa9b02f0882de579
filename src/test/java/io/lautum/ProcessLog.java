package io.lautum;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The log of a process that a test has started.
 *
 * @param file file with standard output and standard error
 */
record ProcessLog(Path file) {
  /** Maximum time that a process may need to start. */
  static final Duration START_LIMIT = Duration.ofSeconds(90);

  private static final int TAIL = 4000;

  /**
   * Waits for a line and returns its first group.
   *
   * @throws IllegalStateException if the process ends first or takes too long; includes the end of
   *     the log
   */
  String await(Process process, Pattern pattern) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START_LIMIT.toNanos();
    while (true) {
      Matcher matcher = pattern.matcher(Files.readString(file));
      if (matcher.find()) {
        return matcher.group(1);
      }
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw notStarted(pattern.pattern());
      }
      Thread.sleep(100);
    }
  }

  IllegalStateException notStarted(String what) throws IOException {
    return new IllegalStateException(
        "no line that matches [%s] within %s; the end of %s:%n%s"
            .formatted(what, START_LIMIT, file, tail()));
  }

  /** Returns the last characters. */
  String tail() throws IOException {
    String text = Files.readString(file);
    return text.substring(Math.max(0, text.length() - TAIL));
  }
}
