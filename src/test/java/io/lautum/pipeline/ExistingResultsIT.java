package io.lautum.pipeline;

import static io.lautum.experiment.stage.ExistingResults.OVERWRITE;
import static io.lautum.experiment.stage.ExistingResults.RESTART_UNFINISHED;
import static io.lautum.experiment.stage.ExistingResults.RESUME_UNFINISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.method.TransferMethods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/**
 * Reuse of a finished experiment's artefacts by another configuration, with and without
 * overwriting.
 */
class ExistingResultsIT extends FinishedExperiment {
  @Test
  void otherConfigurationIsRejectedWithoutChanges() throws IOException {
    assertThatThrownBy(() -> run(RESTART_UNFINISHED, "finetune.steps=11"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("finetune/scratch/labels-10/draw-1")
        .hasMessageContaining("finetune.steps was 10, is 11")
        .hasMessageContaining("--overwrite");
    assertThatThrownBy(() -> run(RESUME_UNFINISHED, "seed=3", "workers=1"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("shards")
        .hasMessageContaining("seed was 1, is 3; workers was 2, is 1");
    assertThat(sparkRequests).isZero();
    assertThat(states()).isEqualTo(before);
  }

  @Test
  void modelOfOtherConfigurationIsRejectedBeforeMissingModelsAreTrained() throws IOException {
    remove("pretrain/standard/_SUCCESS");
    ExperimentConfig other = load("pretrain.lautum.weight=3");
    new Artefacts(other, directory(), new Configuration(false))
        .pretrained(TransferMethods.named("lautum").before())
        .complete();
    before = states();
    assertThatThrownBy(() -> pipeline(RESTART_UNFINISHED, "methods=[standard, lautum]").pretrain())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain.lautum.weight was 3, is 1");
    assertThat(sparkRequests).isZero();
    assertThat(states()).isEqualTo(before);
  }

  @Test
  void artefactsOfOtherConfigurationAreOverwritten() throws IOException {
    pipeline(OVERWRITE, "finetune.steps=11").finetune();
    Set<String> changed = before.changedIn(states());
    assertThat(changed)
        .contains("resolved.conf", "finetune/standard/labels-20/draw-1/model.zip")
        .allMatch(file -> file.matches("finetune/.*|resolved.conf|evaluate/.*|stages.jsonl"));
    assertThat(workdir.resolve("small/finetune/scratch/labels-10/draw-1/history.jsonl"))
        .content()
        .contains("\"step\":11");
    // Later stages use the new configuration without another --overwrite.
    assertThat(run(RESTART_UNFINISHED, "finetune.steps=11").worked()).isTrue();
    assertThat(before.changedIn(states())).contains("results.json");
    assertThat(workdir.resolve("small/resolved.conf")).content().contains("steps=11");
  }

  @Test
  void everyStageIsOverwritten() throws IOException {
    run(OVERWRITE);
    assertThat(before.changedIn(states())).isEqualTo(before.files());
    assertThat(before.addedIn(states())).isEmpty();
  }

  @Test
  void modelsOfOtherShardsAreRejected() throws IOException {
    Path manifest = workdir.resolve("small/shards/manifest.json");
    String content = Files.readString(manifest);
    AtomicFile.write(
        directory().files(),
        new org.apache.hadoop.fs.Path(manifest.toString()),
        content.replaceFirst("\"content\" : \"", "$0x"));
    acceptShards();
    before = states();
    assertThatThrownBy(() -> run(RESTART_UNFINISHED))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain/standard")
        .hasMessageContaining("shards.content was ")
        .hasMessageContaining("--overwrite");
    assertThat(states()).isEqualTo(before);

    // The same data give the same shards, so that the models are valid again.
    pipeline(OVERWRITE).prepare();
    before = states();
    run(RESTART_UNFINISHED);
    assertThat(before.changedIn(states())).noneMatch(file -> file.matches("(pre|fine).*"));
  }

  @Test
  void checkpointsOfOtherConfigurationAreNotResumed() throws IOException {
    remove("pretrain/standard/_SUCCESS");
    ExperimentConfig other = load("pretrain.epochs=2", "pretrain.batch-size=8");
    new Artefacts(other, directory(), new Configuration(false))
        .checkpoints(TransferMethods.named("standard").before())
        .complete();
    before = states();
    assertThatThrownBy(() -> pipeline(RESUME_UNFINISHED).pretrain())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain/standard/checkpoint")
        .hasMessageContaining("pretrain.batch-size was 8, is 16; pretrain.epochs was 2, is 1");
    assertThat(sparkRequests).isZero();
    assertThat(states()).isEqualTo(before);

    // Without --resume the checkpoints are discarded.
    pipeline(RESTART_UNFINISHED).pretrain();
    assertThat(before.changedIn(states()))
        .contains("pretrain/standard/checkpoint/configuration.json")
        .contains("pretrain/standard/model.zip");
  }
}
