package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Starts scheduled runs one after the other, as if each night lasted seconds, and kills some of
 * them with SIGKILL at random moments. The kept runs take a bounded number of files and bytes, and
 * nothing else is left over.
 *
 * <p>{@code -Dlautum.soak.runs=200 -Dlautum.soak.minutes=20} limit the runs and the time, {@code
 * -Dlautum.soak.keep=3} the runs that are kept. A sentence with the numbers is written to standard
 * output and to {@code target/soak.md}.
 */
@Tag("long")
class SoakIT {
  private static final int RUNS = Integer.getInteger("lautum.soak.runs", 200);
  private static final int MINUTES = Integer.getInteger("lautum.soak.minutes", 20);
  private static final int KEEP = Integer.getInteger("lautum.soak.keep", 3);
  private static final int STARTS = 3;

  /** Makes a run take little more than the start of the program. */
  private static final String SHORT =
      "methods = [scratch]\nlabels = [10]\nsource.train-count = 60\ntarget.train-count = 120\n";

  private static final LocalDate FIRST = LocalDate.of(2026, 1, 1);

  @TempDir Path temp;

  private final Random random = new Random(1);
  private Path state;
  private Path home;

  @Test
  void scheduledRunsTakeBoundedSpaceAndLeaveNothing() throws Exception {
    install();
    long began = System.nanoTime();
    int kills = 0;
    int runs = 0;
    double seconds = 0;
    long[] one = {0, 0};
    long[] most = {0, 0};
    while (runs < RUNS && minutes(began) < MINUTES) {
      Files.writeString(temp.resolve("today"), FIRST.plusDays(runs) + "\n");
      long start = System.nanoTime();
      for (int n = 1; runs > 0 && n < STARTS && random.nextInt(2) == 0; n++) {
        kills += killed(seconds * random.nextDouble()) ? 1 : 0;
      }
      Process last = begin();
      assertThat(last.waitFor(5, TimeUnit.MINUTES)).as("ended in time").isTrue();
      assertThat(last.exitValue()).as(() -> WrittenFiles.text(temp.resolve("log"))).isZero();
      runs++;
      long[] size = size(state.resolve("runs"));
      if (runs == 1) {
        seconds = (System.nanoTime() - start) / 1e9;
        one = size;
      }
      for (int i = 0; i < size.length; i++) {
        most[i] = Math.max(most[i], size[i]);
      }
      assertThat(WrittenFiles.names(state.resolve("runs"))).hasSize(Math.min(runs, KEEP));
      assertThat(WrittenFiles.names(state)).containsExactlyInAnyOrder("runs", "small.lock");
    }
    String text =
        String.format(
            Locale.ROOT,
            "%d scheduled runs and %d kills in %.0f s with --keep %d: at most %d files and %d"
                + " bytes, one undisturbed run has %d files and %d bytes",
            runs,
            kills,
            (System.nanoTime() - began) / 1e9,
            KEEP,
            most[0],
            most[1],
            one[0],
            one[1]);
    System.out.println(text);
    Files.writeString(Path.of("target", "soak.md"), text + "\n");
    assertThat(most[0]).isLessThanOrEqualTo(KEEP * one[0]);
    // Reports and histories differ by some digits.
    assertThat(most[1]).isLessThanOrEqualTo((long) (1.05 * KEEP * one[1]));
  }

  /** Copies the script, next to a launcher with this test's class path and a calendar to set. */
  private void install() throws IOException {
    home = temp.resolve("a project");
    state = Files.createDirectories(temp.resolve("state"));
    Files.createDirectories(home.resolve("submit/cron"));
    Files.copy(
        Path.of("submit/cron/scheduled-run"),
        home.resolve("submit/cron/scheduled-run"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.createDirectories(home.resolve("conf"));
    Files.writeString(home.resolve("conf/small.conf"), SmallExperiment.FILE + SHORT);
    List<String> command = new ArrayList<>(List.of(Host.java()));
    command.addAll(Host.passedOn("--add-opens.*|-XX:\\+Ignore.*|-Dorg\\..*"));
    command.addAll(ClassArchive.options());
    command.addAll(
        List.of(
            Host.QUICK_COMPILER,
            "-Xmx1g",
            "-Dspark.master=local[2]",
            "-Dspark.ui.enabled=false",
            "-Dspark.driver.host=127.0.0.1",
            "-cp",
            TestClassPath.withoutMiniCluster(),
            "io.lautum.cli.Main"));
    script(
        home.resolve("submit/lautum"),
        "exec "
            + String.join(" ", command.stream().map(word -> "'" + word + "'").toList())
            + " \"$@\"");
    script(temp.resolve("bin/date"), "cat '" + temp.resolve("today") + "'");
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/usr/bin/env bash\n" + text + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  /** Starts a run and kills it after a time; returns whether it was still going. */
  private boolean killed(double seconds) throws Exception {
    Process run = begin();
    if (run.waitFor(Math.round(1000 * seconds), TimeUnit.MILLISECONDS)) {
      return false;
    }
    List<ProcessHandle> victims = new ArrayList<>(run.descendants().toList());
    if (random.nextBoolean()) {
      // The script ends, too, so that it cannot clean up.
      victims.add(0, run.toHandle());
    }
    victims.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle victim : victims) {
      victim.onExit().get(1, TimeUnit.MINUTES);
    }
    assertThat(run.waitFor(1, TimeUnit.MINUTES)).isTrue();
    return true;
  }

  private Process begin() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                home.resolve("submit/cron/scheduled-run").toString(), "small", "--keep", "" + KEEP)
            .redirectErrorStream(true)
            .redirectOutput(temp.resolve("log").toFile());
    builder.environment().put("LAUTUM_STATE", state.toString());
    builder
        .environment()
        .merge("PATH", temp.resolve("bin").toString(), (old, bin) -> bin + ":" + old);
    return builder.start();
  }

  /** Returns the number of files and folders below a folder, and the files' bytes. */
  private static long[] size(Path folder) throws IOException {
    long[] size = {0, 0};
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.toList()) {
        size[0]++;
        size[1] += Files.isRegularFile(path) ? Files.size(path) : 0;
      }
    }
    return size;
  }

  private static double minutes(long began) {
    return (System.nanoTime() - began) / 60e9;
  }
}
