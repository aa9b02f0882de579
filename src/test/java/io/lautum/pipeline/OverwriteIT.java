package io.lautum.pipeline;

import static io.lautum.experiment.stage.ExistingResults.OVERWRITE;
import static io.lautum.experiment.stage.ExistingResults.RESTART_UNFINISHED;
import static io.lautum.experiment.stage.ExistingResults.RESUME_UNFINISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.FailingFileSystem;
import io.lautum.FileStates;
import io.lautum.LocalSpark;
import io.lautum.UserException;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.StageRunner;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.pipeline.search.SearchSpace;
import io.lautum.pipeline.search.TuneStage;
import io.lautum.report.tracking.CapturedLog;
import io.lautum.training.distributed.Checkpoints;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Overwriting that fails: the finished artefacts stay as they are. */
class OverwriteIT extends FinishedExperiment {
  @ParameterizedTest
  @CsvSource({
    "prepare, manifest.json",
    "pretrain, model.zip",
    "finetune, model.zip",
    "evaluate, results.json",
  })
  void failureLeavesTheFinishedArtefacts(String stage, String file) throws IOException {
    Configuration full =
        FailingFileSystem.at("replacing~.*/\\." + file.replace(".", "\\.") + "\\.tmp");
    assertThatThrownBy(() -> run(stage, full)).hasStackTraceContaining("no space left");
    FileStates after = states();
    assertThat(before.changedIn(after)).isEmpty();
    assertThat(before.addedIn(after)).allMatch(name -> name.startsWith("replacing~"));

    assertThat(run(RESTART_UNFINISHED).worked()).isFalse();
    assertThat(states()).isEqualTo(before);
    assertThat(before.addedIn(states())).isEmpty();
  }

  @Test
  void failureAfterOtherModelsWereReplacedLeavesTheLast() throws IOException {
    String last = "finetune/standard/labels-20/draw-1/";
    Configuration full = FailingFileSystem.at("replacing~.*/" + last + "\\.model\\.zip\\.tmp");
    assertThatThrownBy(() -> run("finetune", full)).hasStackTraceContaining("no space left");
    assertThat(before.changedIn(states())).noneMatch(file -> file.startsWith(last));

    Pipeline pipeline = pipeline(RESTART_UNFINISHED);
    pipeline.finetune();
    assertThat(pipeline.worked()).isFalse();
    // The results are those of the former models.
    assertThat(before.changedIn(states()))
        .contains("evaluate/_SUCCESS")
        .doesNotContain("results.json");
    pipeline.evaluate();
    assertThat(pipeline.worked()).isTrue();
    assertThat(before.addedIn(states())).isEmpty();
  }

  @Test
  void interruptedReplacementOfAnotherConfigurationIsResumed() throws IOException {
    String[] other = {"pretrain.epochs=2", "pretrain.checkpoint-every=2"};
    Configuration full = FailingFileSystem.at("replacing~.*/\\.model\\.zip\\.tmp");
    assertThatThrownBy(() -> run("pretrain", full, other)).hasStackTraceContaining("no space left");
    assertThat(before.changedIn(states())).isEmpty();
    assertThatThrownBy(() -> pipeline(RESTART_UNFINISHED, other).pretrain())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain.epochs was 1, is 2");

    try (CapturedLog log = new CapturedLog(Checkpoints.class)) {
      pipeline(RESUME_UNFINISHED, other).pretrain();
      assertThat(log.lines()).anyMatch(line -> line.contains("resuming from"));
    }
    float[] resumed = weights("pretrain/standard");
    assertThat(before.addedIn(states())).isEmpty();
    pipeline(OVERWRITE, other).pretrain();
    assertThat(weights("pretrain/standard")).isEqualTo(resumed);
  }

  @Test
  void failedSearchLeavesTheTrials() throws IOException {
    String[] search = {
      "tune.method=scratch",
      "tune.labels=10",
      "tune.draws=1",
      "tune.folds=2",
      "tune.strategy=grid",
      "tune.space.\"finetune.dropout\"=[0, 0.1]"
    };
    tune(RESTART_UNFINISHED, new Configuration(false), search);
    before = states();
    Configuration full = FailingFileSystem.at("replacing~.*/\\.trial-0001\\.json\\.tmp");
    assertThatThrownBy(() -> tune(OVERWRITE, full, search)).hasMessageContaining("no space left");
    assertThat(before.changedIn(states())).isEmpty();

    assertThat(tune(RESTART_UNFINISHED, new Configuration(false), search).worked()).isFalse();
    assertThat(before.addedIn(states())).isEmpty();
    String trial = "tune/scratch/trials/trial-0001.json";
    assertThat(before.changedIn(states())).doesNotContain(trial);
    tune(OVERWRITE, new Configuration(false), search);
    assertThat(before.changedIn(states())).contains(trial, "tune/scratch/best.conf");
    assertThat(before.addedIn(states())).isEmpty();
  }

  private StageRunner tune(ExistingResults existing, Configuration settings, String... overrides)
      throws IOException {
    StageRunner runner = new StageRunner(existing);
    ExperimentContext experiment = experiment(settings, overrides);
    runner.run(new TuneStage(experiment, new SearchSpace(experiment.config())));
    return runner;
  }

  private ExperimentContext experiment(Configuration settings, String... overrides) {
    return new ExperimentContext(
        load(overrides),
        new ExperimentDirectory(workdir.toString(), "small", settings),
        settings,
        LocalSpark::context);
  }

  private void run(String stage, Configuration settings, String... overrides) throws IOException {
    Pipeline pipeline = new Pipeline(experiment(settings, overrides), OVERWRITE);
    switch (stage) {
      case "prepare" -> pipeline.prepare();
      case "pretrain" -> pipeline.pretrain();
      case "finetune" -> pipeline.finetune();
      default -> pipeline.evaluate();
    }
  }
}
