package io.lautum.evaluation.choice;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.RandomShards;
import io.lautum.SmallExperiment;
import io.lautum.data.shard.Manifest;
import io.lautum.evaluation.crossvalidation.HeldOutImages;
import io.lautum.evaluation.crossvalidation.TimeLimit;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.training.finetune.FineTuneJob;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class RaceJobTest {
  @TempDir Path workdir;

  /** Without a limit, the trainings would take days. */
  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void candidateThatMissedItsTimeIsNotTrainedAgain() throws Exception {
    Configuration hadoop = new Configuration(false);
    ExperimentDirectory directory = new ExperimentDirectory(workdir.toString(), "small", hadoop);
    Manifest manifest = RandomShards.write(directory, 1, 24, 5, 3);
    ExperimentConfig config = SmallExperiment.load(workdir, "finetune.steps=100000000");
    HeldOutImages images =
        HeldOutImages.ofDraw(
            new FineTuneJob(config, directory, hadoop, LocalSpark::context).labelled(),
            1,
            manifest.target(),
            config);
    RaceJob job = new RaceJob(LocalSpark.context(), config, directory);
    org.apache.hadoop.fs.Path folder =
        new org.apache.hadoop.fs.Path(workdir.resolve("race").toUri());

    Heat missed = job.heat("scratch", Round.QUARTER, new TimeLimit(1, 0), images, folder);

    assertThat(missed.failure()).isEqualTo(TimeLimit.MISSED);
    assertThat(workdir.resolve("race/scratch-quarter.json")).exists();
    assertThat(job.heat("scratch", Round.QUARTER, TimeLimit.NONE, images, folder))
        .isEqualTo(missed);
  }
}
