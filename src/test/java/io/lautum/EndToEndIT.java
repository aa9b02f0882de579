package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.experiment.result.Results;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the whole program on a cluster of separate processes, like spark-submit. */
class EndToEndIT {
  private static final String SINK = "spark.metrics.conf.*.sink.prometheusServlet.";
  private static final String GAUGE =
      "metrics_lautum_driver_plugin_io_lautum_training_distributed_metrics_MetricsPlugin_";

  @TempDir Path folder;

  @Test
  void runsAllStagesOnTwoExecutors() throws Exception {
    Path file = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    Path workdir = folder.resolve("runs");
    Path events = Files.createDirectory(folder.resolve("events"));
    Path log = folder.resolve("driver.log");
    int port = freePort();
    String metrics = "";
    int exitCode;
    try (StandaloneCluster cluster = StandaloneCluster.start(2, 1, "1g")) {
      Process driver =
          cluster.begin(
              "io.lautum.cli.Main",
              List.of(
                  "--conf",
                  "spark.executor.cores=1",
                  "--conf",
                  "spark.ui.enabled=true",
                  "--conf",
                  "spark.ui.port=" + port,
                  "--conf",
                  "spark.metrics.namespace=lautum",
                  "--conf",
                  SINK + "class=org.apache.spark.metrics.sink.PrometheusServlet",
                  "--conf",
                  SINK + "path=/metrics/prometheus",
                  "--conf",
                  "spark.eventLog.enabled=true",
                  "--conf",
                  "spark.eventLog.dir=" + events.toUri()),
              SmallExperiment.runArguments(
                  file.toString(), workdir.toString(), "scratch,standard,lautum"),
              log);
      while (driver.isAlive()) {
        String now = metrics(port);
        metrics = now.contains(GAUGE + "worker_1_seconds") ? now : metrics;
        driver.waitFor(200, TimeUnit.MILLISECONDS);
      }
      exitCode = driver.waitFor();
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
      Results results = Results.read(in, Results.FILE);
      assertThat(results.methods()).containsExactly("scratch", "standard", "lautum");
      assertThat(results.labelCounts()).containsExactly(10, 20);
    }
    assertThat(workdir.resolve("small/provenance.json")).isNotEmptyFile();
    WrittenFormats formats = WrittenFormats.of(workdir);
    assertThat(formats.others()).isEmpty();
    assertThat(formats.versioned())
        .contains("small/results.json", "small/result.json", "small/stages.jsonl")
        .contains("small/shards/manifest.json", "small/shards/_SUCCESS")
        .contains("small/pretrain/lautum/history.jsonl", "small/pretrain/lautum/model.zip");

    assertThat(new ObjectMapper().readTree(workdir.resolve("small/result.json").toFile()))
        .as("the machine-readable status")
        .isEqualTo(outcome(workdir));

    List<JsonNode> eventList = read(events);
    for (String stage :
        List.of(
            "prepare: read digits train",
            "pretrain standard: pretrain standard: from round 1 of 2",
            "pretrain lautum: pretrain lautum: from round 1 of 2",
            "evaluate: evaluate on letters")) {
      assertThat(executors(eventList, stage)).as(stage).hasSize(2);
    }

    assertThat(metrics)
        .containsPattern(GAUGE + "round_Value\\{[^}]*} [12]\\.0")
        .containsPattern(GAUGE + "crossEntropy_Value\\{[^}]*} [0-9.]+")
        .containsPattern(GAUGE + "worker_1_seconds_Value\\{[^}]*} [0-9.]+");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /**
   * Returns the driver's metrics for Prometheus; empty if the driver does not listen yet or has
   * ended.
   */
  private static String metrics(int port) {
    URI address = URI.create("http://127.0.0.1:%d/metrics/prometheus".formatted(port));
    try (var in = address.toURL().openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  /** Returns the expected result.json, with the times of the actual one. */
  private static JsonNode outcome(Path workdir) throws IOException {
    JsonNode found = new ObjectMapper().readTree(workdir.resolve("small/result.json").toFile());
    assertThat(Instant.parse(found.path("ended").asText()))
        .isAfterOrEqualTo(Instant.parse(found.path("began").asText()));
    return new ObjectMapper()
        .createObjectNode()
        .put("format", 1)
        .put("command", "run")
        .put("state", "done")
        .put("exitCode", 0)
        .put("began", found.path("began").asText())
        .put("ended", found.path("ended").asText())
        .put("results", "file:" + workdir.resolve("small/results.json"))
        .put("report", "file:" + workdir.resolve("small/report.html"));
  }

  /** Returns the executors that finished tasks of the jobs with this description. */
  private static Set<String> executors(List<JsonNode> events, String description) {
    Set<Integer> stages = new HashSet<>();
    Set<String> executors = new TreeSet<>();
    for (JsonNode event : events) {
      String type = event.path("Event").asText();
      if (type.equals("SparkListenerJobStart")
          && (event.at("/Properties/spark.jobGroup.id").asText()
                  + ": "
                  + event.at("/Properties/spark.job.description").asText())
              .equals(description)) {
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
