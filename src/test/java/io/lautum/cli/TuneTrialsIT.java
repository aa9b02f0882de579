package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.SmallExperiment;
import io.lautum.evaluation.crossvalidation.FoldTraining;
import io.lautum.report.tracking.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches whose trials differ in what they need. */
class TuneTrialsIT {
  @TempDir Path workdir;

  /** Temporal ensembling alone and mixup alone are allowed. */
  @Test
  void trialThatCannotBeTrainedIsRejectedBeforeAnyWork() throws IOException {
    CommandLineRun run =
        tune("finetune.mixup=[0.0, 0.2]", "tune.method=scratch+temporal-ensembling");
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains("finetune.mixup");
    assertThat(workdir.resolve("small/shards")).doesNotExist();
  }

  @Test
  void unlabelledImagesAreReadIfOneTrialNeedsThem() throws IOException {
    CommandLineRun run =
        tune(
            "finetune.batch-statistics=[minibatches, target]",
            "tune.method=scratch",
            "network.architecture=cnn",
            "finetune.steps=2");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out()).contains("minibatches", "target");
  }

  /** 10 steps are less than a pass over the unlabelled images. */
  @Test
  void termThatCannotActIsToldPerTrial() throws IOException {
    try (CapturedLog log = new CapturedLog(FoldTraining.class)) {
      CommandLineRun run =
          tune("finetune.steps=[10, 60]", "tune.method=scratch+temporal-ensembling");
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("scratch+temporal-ensembling, trial 0: temporal ensembling changes nothing");
    }
  }

  /**
   * @param search the searched key with its values
   * @param settings other values
   */
  private CommandLineRun tune(String search, String... settings) throws IOException {
    Path file = Files.writeString(workdir.resolve("small.conf"), SmallExperiment.FILE);
    List<String> arguments =
        new ArrayList<>(
            List.of("tune", file.toString(), "--workdir", workdir.toString(), "--search", search));
    List<String> all =
        new ArrayList<>(
            List.of("tune.labels=16", "tune.folds=2", "tune.draws=1", "tune.strategy=grid"));
    all.addAll(List.of(settings));
    all.forEach(setting -> arguments.addAll(List.of("-D", setting)));
    return CommandLineRun.of(arguments.toArray(String[]::new));
  }
}
