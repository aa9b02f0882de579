package io.lautum.evaluation.crossvalidation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.LocalSpark;
import io.lautum.RandomShards;
import io.lautum.SmallExperiment;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethods;
import io.lautum.report.tracking.CapturedLog;
import io.lautum.training.finetune.FineTuneJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class HeldOutJobTest {
  @TempDir Path workdir;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void trainingsThatNeedTooLongEnd() throws Exception {
    HeldOutJob job = job("finetune.steps=10000000", "finetune.checkpoint-every=100");
    Path folder = workdir.resolve("folds");
    assertThatThrownBy(
            () ->
                job.run(
                    TransferMethods.named("scratch"),
                    new org.apache.hadoop.fs.Path(folder.toUri()),
                    new TimeLimit(1, 0)))
        .isInstanceOf(TimeLimit.MissedException.class);
    try (Stream<Path> left = Files.walk(folder)) {
      assertThat(left.map(Path::toString)).noneMatch(path -> path.contains("checkpoint"));
    }
    assertThat(LocalSpark.context().statusTracker().getActiveJobIds()).isEmpty();
  }

  @Test
  void termThatCannotActIsTold() throws Exception {
    for (int steps : new int[] {2, 40}) {
      HeldOutJob job = job("finetune.steps=" + steps);
      try (CapturedLog log = new CapturedLog(FoldTraining.class)) {
        job.run(
            TransferMethods.named("scratch+temporal-ensembling"),
            new org.apache.hadoop.fs.Path(workdir.resolve("folds").toUri()),
            new TimeLimit(1, 3600));
        assertThat(log.lines()).as("%d steps", steps).hasSize(steps == 2 ? 1 : 0);
        assertThat(log.lines())
            .allMatch(line -> line.contains("of scratch+temporal-ensembling: temporal"));
      }
    }
  }

  @Test
  void resultThatCannotBeStoredEndsBeforeTheTrainings() {
    assertThatThrownBy(() -> job(2000, 20_000))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "test, cross-validation: expected at most 1917 labelled images of 20000 classes, so"
                + " that their probabilities can be stored, found 2000; use fewer images or"
                + " classes");
  }

  private HeldOutJob job(String... overrides) throws Exception {
    return job(24, 3, overrides);
  }

  private HeldOutJob job(int labelled, int classes, String... overrides) throws Exception {
    Configuration hadoop = new Configuration(false);
    ExperimentDirectory directory = new ExperimentDirectory(workdir.toString(), "small", hadoop);
    Manifest manifest = RandomShards.write(directory, 1, labelled, 5, classes);
    ExperimentConfig config = SmallExperiment.load(workdir, overrides);
    HeldOutImages images =
        HeldOutImages.ofDraw(
            new FineTuneJob(config, directory, hadoop, LocalSpark::context).labelled(),
            1,
            manifest.target(),
            config);
    return new HeldOutJob(LocalSpark.context(), config, directory, images, new byte[0][], "test");
  }
}
