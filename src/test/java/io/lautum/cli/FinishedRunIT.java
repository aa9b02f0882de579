package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.FileStates;
import io.lautum.LocalSpark;
import io.lautum.SmallExperiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Repeats a command whose stages are all complete. */
class FinishedRunIT {
  @TempDir Path folder;

  @Test
  void onlyAChangedReportIsDrawnAgain() throws IOException {
    LocalSpark.context();
    Path experiment = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE);
    Path workdir = folder.resolve("runs");
    Path report = workdir.resolve("small/report.html");
    CommandLineRun first = run(experiment, workdir);
    assertThat(first.exitCode()).as(first.err()).isZero();
    FileStates finished = FileStates.of(workdir);

    CommandLineRun second = run(experiment, workdir);
    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.err()).contains("nothing to do");
    assertThat(second.out()).isEqualTo(first.out());
    assertThat(FileStates.of(workdir)).isEqualTo(finished);

    String page = Files.readString(report);
    Files.delete(report);
    assertThat(run(experiment, workdir).out()).isEqualTo(first.out());
    assertThat(report).hasContent(page);

    String line = "{\"stage\":\"a change\",\"began\":\"2026-01-01T00:00:00Z\",\"seconds\":1.0}\n";
    Files.writeString(workdir.resolve("small/stages.jsonl"), line, StandardOpenOption.APPEND);
    Files.deleteIfExists(workdir.resolve("small/.stages.jsonl.crc"));
    CommandLineRun changed = run(experiment, workdir);
    assertThat(changed.err()).contains("nothing to do");
    assertThat(changed.out()).isEqualTo(first.out());
    assertThat(report).content().contains("a change");
  }

  private static CommandLineRun run(Path experiment, Path workdir) {
    return CommandLineRun.of(
        "run", experiment.toString(), "--workdir=" + workdir, "--methods=scratch", "--labels=10");
  }
}
