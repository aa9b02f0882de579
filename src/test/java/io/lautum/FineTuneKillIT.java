package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethods;
import io.lautum.pipeline.Artefacts;
import io.lautum.training.finetune.FineTuneJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills the program with SIGKILL while it fine-tunes with FixMatch, and runs the same command
 * again: the model and its history have the same bytes as those of an undisturbed training.
 */
class FineTuneKillIT {
  private static final String METHOD = "scratch+fixmatch";
  private static final String MODEL = "finetune/scratch+fixmatch/labels-10/draw-1";
  private static final String[] KEYS = {
    "methods=[\"scratch+fixmatch\"]",
    "labels=[10]",
    "finetune.steps=500",
    "finetune.checkpoint-every=100",
    "finetune.fixmatch.threshold=0.5"
  };

  @TempDir Path folder;

  @Test
  void killedTrainingContinuesFromItsLastCheckpoint() throws Exception {
    ExperimentConfig config = SmallExperiment.load(folder, KEYS);
    for (String workdir : List.of("undisturbed", "killed")) {
      ExperimentDirectory directory = directory(workdir);
      RandomShards.write(directory, config.workers(), 24, 5, 3);
      new Artefacts(config, directory, new Configuration()).shards().complete();
    }
    new FineTuneJob(config, directory("undisturbed"), new Configuration(), LocalSpark::context)
        .run(TransferMethods.named(METHOD), 10, 1, directory("undisturbed"));

    Path model = folder.resolve("killed/small").resolve(MODEL);
    Process killed = begin("first", "--resume");
    try {
      while (!Files.exists(model.resolve("checkpoint/step-00000200.bin"))) {
        assertThat(killed.waitFor(2, TimeUnit.MILLISECONDS)).as(() -> log("first")).isFalse();
      }
    } finally {
      killed.destroyForcibly().waitFor();
    }
    assertThat(model.resolve("model.zip")).doesNotExist();

    awaitSuccess("second", "--resume");
    assertThat(log("second"))
        .containsPattern("fine-tuning of \\S*draw-1 resumes at step [2-4]00 of 500");
    for (String file : List.of("model.zip", "history.jsonl")) {
      assertThat(model.resolve(file))
          .hasSameBinaryContentAs(folder.resolve("undisturbed/small").resolve(MODEL).resolve(file));
    }
    assertThat(model.resolve("checkpoint")).doesNotExist();
    assertThat(model.resolve("_SUCCESS")).exists();
  }

  @Test
  @Tag("long")
  void killedOverwritingLeavesTheFinishedModel() throws Exception {
    ExperimentConfig config = SmallExperiment.load(folder, KEYS);
    ExperimentDirectory directory = directory("killed");
    RandomShards.write(directory, config.workers(), 24, 5, 3);
    new Artefacts(config, directory, new Configuration()).shards().complete();
    awaitSuccess("made", "--resume");
    Path experiment = folder.resolve("killed/small");
    FileStates before = FileStates.of(experiment);

    Path replacing = experiment.resolve("replacing~" + MODEL.replace('/', '~')).resolve(MODEL);
    Process killed = begin("overwriting", "--overwrite");
    try {
      while (!Files.exists(replacing.resolve("checkpoint/step-00000200.bin"))) {
        assertThat(killed.waitFor(2, TimeUnit.MILLISECONDS)).as(() -> log("overwriting")).isFalse();
      }
    } finally {
      killed.destroyForcibly().waitFor();
    }
    assertThat(before.changedIn(FileStates.of(experiment))).isEmpty();

    awaitSuccess("later", "--resume");
    assertThat(log("later")).contains("finetune: complete, skipped");
    assertThat(FileStates.of(experiment)).isEqualTo(before);

    awaitSuccess("again", "--overwrite");
    FileStates after = FileStates.of(experiment);
    assertThat(before.changedIn(after))
        .contains(MODEL + "/model.zip", MODEL + "/history.jsonl", MODEL + "/_SUCCESS");
    assertThat(before.addedIn(after)).isEmpty();
  }

  private void awaitSuccess(String name, String option) throws Exception {
    Process process = begin(name, option);
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as(() -> log(name)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(() -> log(name)).isZero();
  }

  @Test
  void signalLeavesOneLineAndNoLock() throws Exception {
    ExperimentConfig config = SmallExperiment.load(folder, KEYS);
    ExperimentDirectory directory = directory("killed");
    RandomShards.write(directory, config.workers(), 24, 5, 3);
    new Artefacts(config, directory, new Configuration()).shards().complete();
    Path experiment = folder.resolve("killed/small");
    Process interrupted = begin("interrupted", "--resume");
    try {
      while (!Files.exists(experiment.resolve(MODEL + "/checkpoint/step-00000100.bin"))) {
        assertThat(interrupted.waitFor(2, TimeUnit.MILLISECONDS))
            .as(() -> log("interrupted"))
            .isFalse();
      }
      interrupted.destroy(); // SIGTERM
      assertThat(interrupted.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } finally {
      interrupted.destroyForcibly();
    }
    assertThat(interrupted.exitValue()).isEqualTo(143);
    assertThat(log("interrupted").lines().filter(line -> line.startsWith("lautum: ")))
        .containsExactly(
            "lautum: interrupted; completed work is kept: run the same command with --resume");
    assertThat(log("interrupted")).endsWith("--resume\n").doesNotContain("\tat ");
    assertThat(Files.readString(experiment.resolve("result.json")))
        .contains("\"state\" : \"interrupted\"");
    assertThat(WrittenFiles.names(experiment)).noneMatch(name -> name.startsWith(".lock"));
  }

  private ExperimentDirectory directory(String workdir) {
    return new ExperimentDirectory(
        folder.resolve(workdir).toString(), "small", new Configuration());
  }

  private Process begin(String name, String option) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "finetune",
                folder.resolve("small.conf").toString(),
                "--workdir",
                folder.resolve("killed").toString(),
                option));
    for (String key : KEYS) {
      arguments.addAll(List.of("-D", key));
    }
    String log = Path.of("conf/log4j2.properties").toUri().toString();
    return new Program(Map.of("log4j2.configurationFile", log))
        .begin(arguments, folder.resolve(name + ".out"), folder.resolve(name + ".log"));
  }

  private String log(String name) {
    return WrittenFiles.text(folder.resolve(name + ".log"));
  }
}
