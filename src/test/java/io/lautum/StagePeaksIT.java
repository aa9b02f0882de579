package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks that no stage of an experiment needs more memory than it did when it was last measured.
 */
@Tag("long")
class StagePeaksIT {
  /**
   * Largest peaks in MiB of five runs. After a change that needs more memory for a good reason,
   * enter what the test prints.
   */
  private static final Map<String, Long> MEASURED =
      Map.of(
          "prepare",
          732L,
          "pretrain standard",
          855L,
          "pretrain lautum",
          869L,
          "finetune",
          933L,
          "evaluate",
          944L);

  /**
   * The whole heap is touched at the start, so that only other memory changes the peaks. A stage
   * that needs a larger heap fails.
   */
  private static final String HEAP = "-Xms512m -XX:+AlwaysPreTouch";

  @TempDir Path folder;

  @Test
  void noStageNeedsATenthMoreThanMeasured() throws Exception {
    Path experiment = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    Path log = folder.resolve("log");
    List<String> arguments =
        SmallExperiment.runArguments(
            experiment.toString(),
            folder.resolve("runs").toString(),
            "scratch,standard,lautum,standard+freematch",
            "-D",
            "source.train-count=4000",
            "-D",
            "target.train-count=3000",
            "-D",
            "network.architecture=lenet",
            "-D",
            "finetune.steps=40");

    Program program =
        new Program(Map.of(), TestClassPath.withoutMiniCluster(), Map.of("JDK_JAVA_OPTIONS", HEAP));
    int code = program.runClass(Main.class, "512m", arguments, log);

    assertThat(code).as(() -> WrittenFiles.text(log)).isZero();
    Map<String, Long> peaks = peaks(folder.resolve("runs/small/stages.jsonl"));
    assumeTrue(!peaks.isEmpty(), "the system does not tell peaks of memory");
    System.out.println("peaks in MiB: " + peaks);
    assertThat(peaks.keySet()).isEqualTo(MEASURED.keySet());
    assertThat(peaks)
        .allSatisfy(
            (stage, peak) ->
                assertThat(peak).as(stage).isLessThanOrEqualTo(MEASURED.get(stage) * 110 / 100));
  }

  private static Map<String, Long> peaks(Path file) throws IOException {
    Map<String, Long> peaks = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      JsonNode stage = new ObjectMapper().readTree(line);
      if (stage.has("peakMemory")) {
        peaks.put(stage.get("stage").asText(), stage.get("peakMemory").asLong() >> 20);
      }
    }
    return peaks;
  }
}
