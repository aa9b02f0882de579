package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that memory outside the heap does not grow during a long training. */
@Tag("long")
class MemoryIT {
  private static final int WARM_UP = 60;
  private static final int ROUNDS = 260;
  private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

  @TempDir Path folder;

  /** The whole heap is touched at the start, so that only other memory can grow. */
  @Test
  void residentMemoryOfAnExecutorStaysWithinFivePercentForTwoHundredRounds() throws Exception {
    Path experiment = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    Path log = folder.resolve("driver.log");
    Path history = folder.resolve("runs/small/pretrain/lautum/history.jsonl");
    List<Long> resident = new ArrayList<>();
    try (StandaloneCluster cluster = StandaloneCluster.start(1, 2, "1g")) {
      Process driver =
          cluster.begin(
              "io.lautum.cli.Main",
              List.of(
                  "--conf",
                  "spark.executor.extraJavaOptions=-Xms512m -XX:+AlwaysPreTouch"
                      + " -Dorg.bytedeco.javacpp.maxbytes=256M"),
              SmallExperiment.runArguments(
                  experiment.toString(),
                  folder.resolve("runs").toString(),
                  "lautum",
                  "-D",
                  "network.architecture=lenet",
                  "-D",
                  "pretrain.epochs=" + ROUNDS / 2),
              log);
      int rounds = 0;
      while (driver.isAlive() && rounds < ROUNDS) {
        Thread.sleep(200);
        rounds = lines(history);
        if (rounds >= WARM_UP && !cluster.executors().isEmpty()) {
          resident.add(kibibytes(cluster.executors().get(0)));
        }
      }
      assertThat(driver.waitFor()).as(() -> WrittenFiles.text(log)).isZero();
    }
    assertThat(resident).as("measurements after round %d", WARM_UP).hasSizeGreaterThan(10);
    long first = resident.get(0);
    System.out.printf(
        "resident memory of the executor: %d KiB after %d rounds, then at most %d KiB%n",
        first, WARM_UP, resident.stream().mapToLong(Long::longValue).max().orElseThrow());
    assertThat(resident).allSatisfy(kib -> assertThat(kib).isLessThanOrEqualTo(first * 105 / 100));
  }

  private static int lines(Path file) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    try (Stream<String> lines = Files.lines(file)) {
      return (int) lines.count();
    }
  }

  private static long kibibytes(ProcessHandle process) throws IOException {
    Matcher matcher =
        RESIDENT.matcher(Files.readString(Path.of("/proc/" + process.pid() + "/status")));
    assertThat(matcher.find()).isTrue();
    return Long.parseLong(matcher.group(1));
  }
}
