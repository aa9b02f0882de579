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

  /** Position of the state, the first field after the command's name. */
  private static final int STATE_FIELD = 3;

  /** States of a process that has ended, but that its parent has not reaped. */
  private static final String ENDED = "ZXx";

  private ProcessStart() {}

  /**
   * Returns the start of a process; empty if it does not run or the system does not tell. A process
   * that has ended stays in the system's list until its parent reaps it, which in a container may
   * never happen.
   */
  static Optional<String> of(ProcessHandle process) {
    try {
      Path file = Path.of("/proc", Long.toString(process.pid()), "stat");
      // A name may have any bytes.
      String stat = Files.readString(file, StandardCharsets.ISO_8859_1);
      return ENDED.contains(fields(stat)[0]) ? Optional.empty() : Optional.of(ticks(stat));
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
    return fields(stat)[START_FIELD - STATE_FIELD] + " ticks";
  }

  /** Returns the fields after the command's name. */
  private static String[] fields(String stat) {
    return stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ");
  }
}
