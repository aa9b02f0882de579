package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import io.lautum.RandomShards;
import io.lautum.SmallExperiment;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethods;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FineTuneInterruptionTest {
  @TempDir Path workdir;

  @ParameterizedTest
  @ValueSource(strings = {"driver", "executors"})
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void interruptionEndsTheTraining(String place) throws Exception {
    Configuration hadoop = new Configuration(false);
    ExperimentDirectory directory = new ExperimentDirectory(workdir.toString(), "small", hadoop);
    RandomShards.write(directory, 1, 24, 5, 3);
    FineTuneJob job =
        new FineTuneJob(
            SmallExperiment.load(workdir, "finetune.on=" + place, "finetune.steps=10000000"),
            directory,
            hadoop,
            LocalSpark::context);
    FutureTask<Void> training =
        new FutureTask<>(
            () -> {
              job.run(TransferMethods.named("scratch"), 6, 1, directory);
              return null;
            });
    Thread thread = new Thread(training);
    thread.start();
    org.apache.hadoop.fs.Path folder = directory.finetuned("scratch", 6, 1);
    while (!directory.files().exists(ExperimentDirectory.checkpoints(folder))) {
      assertThat(training.isDone()).isFalse();
      Thread.sleep(10);
    }
    // Hadoop loses an interruption during which it creates a file.
    while (!training.isDone()) {
      Thread.sleep(1_000);
      thread.interrupt();
    }
    assertThatThrownBy(training::get).isInstanceOf(ExecutionException.class);
    assertThat(directory.files().exists(ExperimentDirectory.model(folder))).isFalse();
    // Spark cancels a job asynchronously.
    while (LocalSpark.context().statusTracker().getActiveJobIds().length > 0) {
      Thread.sleep(10);
    }
  }
}
