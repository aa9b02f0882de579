package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.evaluate.Results;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole program on a cluster of separate processes, as spark-submit runs it. */
class EndToEndIT {
  @TempDir Path folder;

  @Test
  void runsAllStagesOnTwoExecutors() throws Exception {
    Path file = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    Path workdir = folder.resolve("runs");
    Path events = Files.createDirectory(folder.resolve("events"));
    Path log = folder.resolve("driver.log");
    int exitCode;
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      exitCode =
          cluster.submit(
              "io.lautum.cli.Main",
              List.of(
                  "--conf", "spark.executor.cores=1",
                  "--conf", "spark.eventLog.enabled=true",
                  "--conf", "spark.eventLog.dir=" + events.toUri()),
              List.of(
                  "run",
                  file.toString(),
                  "--workdir",
                  workdir.toString(),
                  "--methods",
                  "scratch,standard,lautum"),
              log);
    }

    String output = Files.readString(log);
    assertThat(exitCode).as(output).isZero();
    String accuracy = " +\\d+\\.\\d";
    assertThat(output)
        .containsPattern("(?m)^method +10 labels +20 labels")
        .containsPattern("(?m)^scratch" + accuracy + accuracy)
        .containsPattern("(?m)^standard" + accuracy + accuracy)
        .containsPattern("(?m)^lautum" + accuracy + accuracy)
        .containsPattern("(?m)^report: .*runs/small/report\\.html$");
    assertThat(workdir.resolve("small/report.html")).content().contains("</html>");
    try (var in = Files.newInputStream(workdir.resolve("small/results.json"))) {
      Results results = Results.read(in);
      assertThat(results.methods()).containsExactly("scratch", "standard", "lautum");
      assertThat(results.labelCounts()).containsExactly(10, 20);
    }
    assertThat(workdir.resolve("small/provenance.json")).isNotEmptyFile();

    List<JsonNode> eventList = read(events);
    for (String stage :
        List.of("read digits train", "round 1 of 2", "round 2 of 2", "evaluate on letters")) {
      assertThat(executors(eventList, stage)).as(stage).hasSize(2);
    }
  }

  /** The executors that finished tasks of the jobs with a description. */
  private static Set<String> executors(List<JsonNode> events, String description) {
    Set<Integer> stages = new HashSet<>();
    Set<String> executors = new TreeSet<>();
    for (JsonNode event : events) {
      String type = event.path("Event").asText();
      if (type.equals("SparkListenerJobStart")
          && event.at("/Properties/spark.job.description").asText().equals(description)) {
        event.path("Stage IDs").forEach(id -> stages.add(id.asInt()));
      }
      if (type.equals("SparkListenerTaskEnd")
          && stages.contains(event.path("Stage ID").asInt())
          && event.at("/Task End Reason/Reason").asText().equals("Success")) {
        executors.add(event.at("/Task Info/Executor ID").asText());
      }
    }
    return executors;
  }

  private static List<JsonNode> read(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> logs = files.filter(f -> !f.getFileName().toString().endsWith(".crc")).toList();
      assertThat(logs).hasSize(1);
      ObjectMapper json = new ObjectMapper();
      List<JsonNode> events = new ArrayList<>();
      for (String line : Files.readAllLines(logs.get(0))) {
        events.add(json.readTree(line));
      }
      return events;
    }
  }
}
