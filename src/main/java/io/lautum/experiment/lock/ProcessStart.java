package io.lautum.experiment.lock;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * The start of a process, which distinguishes it from a later process with the same number. On
 * Linux it is the number of clock ticks since the kernel booted. Java's start time adds the time of
 * the boot, which the kernel computes from the clock: it changes whenever the clock is set.
 */
final class ProcessStart {
  /** Position of {@code starttime} in {@code /proc/PID/stat}, from 1; see proc(5). */
  private static final int START_FIELD = 22;

  /** Position of the first field after the command's name. */
  private static final int STATE_FIELD = 3;

  private ProcessStart() {}

  /** Returns the start of a process; empty if it does not run or the system does not tell. */
  static Optional<String> of(ProcessHandle process) {
    try {
      Path stat = Path.of("/proc", Long.toString(process.pid()), "stat");
      // A name may have any bytes.
      return Optional.of(ticks(Files.readString(stat, StandardCharsets.ISO_8859_1)));
    } catch (IOException e) {
      return process.info().startInstant().map(Instant::toString);
    }
  }

  /**
   * Returns the ticks in the content of {@code /proc/PID/stat}.
   *
   * @param stat fields with spaces between them, of which the second is the command's name in
   *     parentheses; the name itself may have spaces and parentheses
   */
  static String ticks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
    return fields[START_FIELD - STATE_FIELD] + " ticks";
  }
}
