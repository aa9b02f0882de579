package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.KubernetesProject.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program on a stand-in for Kubernetes whose pods fail as soon as they exist. */
@Tag("long")
class KubernetesFailureIT {
  @TempDir Path folder;

  /** Spark counts the failures, and then ends the driver's process. */
  @Test
  void failingPodsEndTheJobWithTheReason() throws Exception {
    Path experiment = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    Outcome outcome;
    try (KubernetesApi api = new KubernetesApi(KubernetesApi.FAILED)) {
      List<String> arguments = KubernetesProject.options(api);
      arguments.addAll(
          List.of(
              "--spark-conf", "spark.kubernetes.executor.apiPollingInterval=1s",
              "--spark-conf", "spark.ui.enabled=false"));
      arguments.addAll(List.of("run", experiment.toString(), "--workdir", folder + "/runs"));
      outcome = new KubernetesProject(folder).launch(Map.of(), arguments);
      assertThat(api.rejected()).isEmpty();
    }

    assertThat(outcome.exitCode()).as(outcome.log()).isEqualTo(11);
    assertThat(outcome.log()).contains("Max number of executor failures");
    assertThat(outcome.log().lines().filter(line -> line.startsWith("lautum: ")))
        .containsExactly(
            "lautum: Spark has ended this job, such as after too many failures of executors; the"
                + " log has the reason; completed work is kept: run the same command with"
                + " --resume");
    assertThat(folder.resolve("runs/small/result.json"))
        .content()
        .contains("\"failed\"", "too many failures of executors");
    assertThat(folder.resolve("runs/small"))
        .isDirectoryNotContaining(file -> file.getFileName().toString().startsWith(".lock-"));
  }
}
