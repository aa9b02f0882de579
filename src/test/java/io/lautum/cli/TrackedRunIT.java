package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.SmallExperiment;
import io.lautum.report.tracking.MlflowStub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that a run is recorded on a tracking server, and that the server has no other effect. */
class TrackedRunIT {
  @TempDir Path workdir;

  @Test
  void runIsRecordedOnceAndIsTheSameWithoutAServer() throws IOException {
    LocalSpark.context();
    Path experiment = Files.writeString(workdir.resolve("small.conf"), SmallExperiment.FILE);
    Path results = workdir.resolve("small/results.json");
    CommandLineRun other = run(experiment, "", "-Dtracking.mlflow.model=lautum");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err())
        .contains(
            "tracking.mlflow.model = lautum: expected none, best or one of methods: standard");
    CommandLineRun untracked = run(experiment, "");
    assertThat(untracked.exitCode()).as(untracked.err()).isZero();
    String before = Files.readString(results);
    String down;
    try (MlflowStub server = new MlflowStub()) {
      down = server.uri();
      CommandLineRun tracked = run(experiment, server.uri());
      assertThat(tracked.exitCode()).as(tracked.err()).isZero();
      assertThat(tracked.err()).contains("nothing to do");
      assertThat(tracked.out()).isEqualTo(untracked.out());
      assertThat(server.calls())
          .contains(
              "POST runs/create",
              "PUT 7/r1/artifacts/report.html",
              "PUT 7/r1/artifacts/results.json",
              "PUT 7/r1/artifacts/provenance.json",
              "PUT 7/r1/artifacts/resolved.conf",
              "PUT 7/r1/artifacts/model/model.onnx",
              "PUT 7/r1/artifacts/model/input_example.json",
              "PUT 7/r1/artifacts/model/MLmodel",
              "POST model-versions/create")
          .endsWith("POST runs/create", "POST runs/log-batch", "POST runs/update");
      assertThat(tracked.err()).doesNotContain("is recorded without");
      int once = server.calls().size();
      assertThat(run(experiment, server.uri()).exitCode()).isZero();
      assertThat(server.calls()).hasSize(once);
    }
    CommandLineRun again = run(experiment, down, "--overwrite");
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.out()).isEqualTo(untracked.out());
    assertThat(results).hasContent(before);
    assertThat(workdir.resolve("small/tracking.json")).doesNotExist();
  }

  private CommandLineRun run(Path experiment, String uri, String... more) {
    String[] arguments = {
      "run",
      experiment.toString(),
      "--workdir=" + workdir,
      "--methods=standard",
      "--labels=10",
      "-Dtracking.mlflow.model=best",
      "-Dtracking.mlflow.registered-model=letters",
      "-Dtracking.mlflow.uri=" + uri
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return CommandLineRun.of(all);
  }
}
