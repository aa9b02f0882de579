package io.lautum.experiment.lock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class ProcessStartTest {
  private static final String FIELDS =
      " S 1 42 42 0 -1 4194560 217 0 0 0 3 1 0 0 20 0 1 0 774411 5824512 229 18446744073709551615";

  @Test
  void theStartIsTheTwentySecondField() {
    assertThat(ProcessStart.ticks("42 (java)" + FIELDS)).isEqualTo("774411 ticks");
    assertThat(ProcessStart.ticks("42 (a) R 1 2 (b) c)" + FIELDS + "\n")).isEqualTo("774411 ticks");
  }

  /**
   * The name of the second process ends like the field after it. Java reads the starts of both
   * itself, and adds the same time of the boot to them.
   */
  @Test
  @EnabledOnOs(OS.LINUX)
  void differencesAreThoseOfJavasStartTimes(@TempDir Path folder) throws Exception {
    Path program = Files.createSymbolicLink(folder.resolve("a) S 1 2"), sleep());
    Process process = new ProcessBuilder(program.toString(), "60").start();
    ProcessHandle here = ProcessHandle.current();
    try {
      Duration between =
          Duration.between(
              here.info().startInstant().orElseThrow(),
              process.info().startInstant().orElseThrow());
      // Linux reports 100 ticks per second on all processors.
      assertThat(ticks(process.toHandle()) - ticks(here)).isEqualTo(between.toMillis() / 10);
    } finally {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    assertThat(ProcessStart.of(process.toHandle())).isEmpty();
  }

  /** The first process is replaced by one that never asks for the end of the second. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void processThatHasEndedHasNoStartEvenIfItsParentDoesNotAsk() throws Exception {
    Process parent =
        new ProcessBuilder("bash", "-c", "sleep 60 >/dev/null & echo $!; exec sleep 60 >/dev/null")
            .start();
    try {
      long pid = Long.parseLong(parent.inputReader().readLine());
      ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
      parent.inputReader().readLine(); // the end of the output, after exec
      assertThat(ProcessStart.of(child)).isPresent();
      child.destroyForcibly();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
      while (ProcessStart.of(child).isPresent() && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      assertThat(Path.of("/proc", Long.toString(pid), "stat")).exists();
      assertThat(ProcessStart.of(child)).isEmpty();
    } finally {
      parent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static long ticks(ProcessHandle process) {
    return Long.parseLong(ProcessStart.of(process).orElseThrow().replace(" ticks", ""));
  }

  private static Path sleep() {
    Path sleep = Path.of("/bin/sleep");
    return Files.exists(sleep) ? sleep : Path.of("/usr/bin/sleep");
  }
}
