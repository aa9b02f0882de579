package io.lautum.experiment.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * The largest resident memory of this process since a moment: {@code VmHWM} of Linux, which {@code
 * /proc/self/clear_refs} sets back (proc(5)). It contains the heap, arrays outside it, libraries
 * and the mapped parts of files.
 */
final class PeakMemory {
  private static final Path RESET = Path.of("/proc/self/clear_refs");
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PEAK = "VmHWM:";

  private final boolean known;

  private PeakMemory(boolean known) {
    this.known = known;
  }

  /** Starts a measurement, which ends every earlier one. */
  static PeakMemory start() {
    try {
      Files.writeString(RESET, "5");
      return new PeakMemory(true);
    } catch (IOException e) {
      // Another operating system, or a container that forbids it.
      return new PeakMemory(false);
    }
  }

  /** Returns the peak since the start in bytes; empty where the system does not tell it. */
  OptionalLong bytes() {
    if (!known) {
      return OptionalLong.empty();
    }
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(PEAK))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
