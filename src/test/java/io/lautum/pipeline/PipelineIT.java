package io.lautum.pipeline;

import static io.lautum.experiment.stage.ExistingResults.OVERWRITE;
import static io.lautum.experiment.stage.ExistingResults.RESTART_UNFINISHED;
import static io.lautum.experiment.stage.ExistingResults.RESUME_UNFINISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.FileStates;
import io.lautum.UserException;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.stage.ExistingResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PipelineIT extends FinishedExperiment {
  /** The files that change if any model changes, because all models are then measured again. */
  private static final List<String> MEASUREMENT =
      List.of(
          "results.json",
          "evaluate/_SUCCESS",
          "evaluate/inspection.json",
          "resolved.conf",
          "stages.jsonl");

  @Test
  void writesDocumentedFiles() {
    List<String> expected = new ArrayList<>();
    for (String set :
        List.of(
            "source-train", "source-test", "target-labelled", "target-unlabelled", "target-test")) {
      expected.add("shards/" + set + "/shard-00000.parquet");
      expected.add("shards/" + set + "/shard-00001.parquet");
    }
    expected.addAll(List.of("shards/manifest.json", "shards/_SUCCESS"));
    expected.addAll(unit("pretrain/standard"));
    for (String method : List.of("scratch", "standard")) {
      for (int labels : new int[] {10, 20}) {
        expected.addAll(unit("finetune/%s/labels-%d/draw-1".formatted(method, labels)));
      }
    }
    expected.addAll(MEASUREMENT);
    assertThat(before.files()).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void measuresEveryMethodAndNumberOfLabels() throws IOException {
    Results results = results();
    assertThat(results.rows().stream().map(row -> row.method() + " " + row.labels()))
        .containsExactly("scratch 10", "scratch 20", "standard 10", "standard 20");
    assertThat(results.rows()).allSatisfy(row -> assertThat(row.draws()).hasSize(1));
    assertThat(results.pretrain()).hasSize(1);
    assertThat(results.adapted()).hasSize(4);
    assertThat(results.paper().get("standard")).containsEntry(10, 0.5);
  }

  @Test
  void secondRunDoesNothingAndDoesNotRequestSpark() throws IOException {
    for (ExistingResults existing : List.of(RESTART_UNFINISHED, RESUME_UNFINISHED)) {
      assertThat(run(existing).worked()).isFalse();
    }
    assertThat(sparkRequests).isZero();
    assertThat(states()).isEqualTo(before);
  }

  @Test
  void moreDrawsKeepExistingModels() throws IOException {
    double first = results().row("standard", 10).orElseThrow().draws().get(0);
    run(RESTART_UNFINISHED, "draws=2");
    assertThat(before.changedIn(states())).containsExactlyInAnyOrderElementsOf(MEASUREMENT);
    List<String> added = new ArrayList<>();
    for (String method : List.of("scratch", "standard")) {
      for (int labels : new int[] {10, 20}) {
        added.addAll(unit("finetune/%s/labels-%d/draw-2".formatted(method, labels)));
      }
    }
    assertThat(before.addedIn(states())).containsExactlyInAnyOrderElementsOf(added);
    List<Double> draws = results().row("standard", 10).orElseThrow().draws();
    assertThat(draws).hasSize(2).startsWith(first);
  }

  @Test
  void additionalMethodKeepsExistingModels() throws IOException {
    run(RESTART_UNFINISHED, "methods=[scratch, standard, lautum]");
    assertThat(before.changedIn(states())).containsExactlyInAnyOrderElementsOf(MEASUREMENT);
    List<String> added = new ArrayList<>(unit("pretrain/lautum"));
    added.addAll(unit("finetune/lautum/labels-10/draw-1"));
    added.addAll(unit("finetune/lautum/labels-20/draw-1"));
    assertThat(before.addedIn(states())).containsExactlyInAnyOrderElementsOf(added);
    assertThat(results().methods()).containsExactly("scratch", "standard", "lautum");
  }

  @Test
  void onlyUnfinishedModelIsRecreatedWithSameWeights() throws IOException {
    for (String unit : List.of("finetune/standard/labels-10/draw-1", "pretrain/standard")) {
      FileStates start = states();
      float[] weights = weights(unit);
      remove(unit + "/_SUCCESS");
      assertThat(run(RESTART_UNFINISHED).worked()).isTrue();
      List<String> changed = new ArrayList<>(unit(unit));
      changed.addAll(MEASUREMENT);
      assertThat(start.changedIn(states())).containsExactlyInAnyOrderElementsOf(changed);
      assertThat(weights(unit)).isEqualTo(weights);
    }
  }

  @Test
  void lostOrChangedFileIsRecreatedWithSameContent() throws IOException {
    for (String unit : List.of("finetune/standard/labels-10/draw-1", "pretrain/standard")) {
      float[] weights = weights(unit);
      Path model = workdir.resolve("small").resolve(unit).resolve("model.zip");
      Files.copy(
          workdir.resolve("small/finetune/scratch/labels-20/draw-1/model.zip"),
          model,
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
      assertThat(run(RESTART_UNFINISHED).worked()).as(unit).isTrue();
      assertThat(weights(unit)).isEqualTo(weights);
      remove(unit + "/model.zip");
      assertThat(run(RESTART_UNFINISHED).worked()).as(unit).isTrue();
      assertThat(weights(unit)).isEqualTo(weights);
    }
    String digest = manifest().contentDigest();
    remove("shards/target-test/shard-00001.parquet");
    assertThat(run(RESTART_UNFINISHED).worked()).isTrue();
    assertThat(manifest().contentDigest()).isEqualTo(digest);
    assertThat(run(RESTART_UNFINISHED).worked()).isFalse();
  }

  private Manifest manifest() throws IOException {
    return Manifest.read(directory().files(), directory().shards());
  }

  @Test
  void lostResultsAreMeasuredAgain() throws IOException {
    Results results = results();
    remove("results.json");
    assertThat(run(RESTART_UNFINISHED).worked()).isTrue();
    assertThat(results()).isEqualTo(results);
  }

  @Test
  void editedConfigurationIsNotThatOfTheResults() throws IOException {
    Path resolved = workdir.resolve("small/resolved.conf");
    String written = Files.readString(resolved);
    Files.writeString(resolved, written + "seed = 2\n");
    Results results = results();

    assertThat(run(RESTART_UNFINISHED).worked()).isTrue();

    assertThat(resolved).hasContent(written);
    assertThat(results()).isEqualTo(results);
    assertThat(run(RESTART_UNFINISHED).worked()).isFalse();
  }

  @Test
  void stageNamesRequiredStage() throws IOException {
    remove("finetune/standard/labels-20/draw-1/_SUCCESS");
    assertThatThrownBy(() -> pipeline(RESTART_UNFINISHED).evaluate())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("finetune/standard/labels-20/draw-1 is missing or not finished")
        .hasMessageContaining("run finetune first");
    remove("pretrain/standard/_SUCCESS");
    for (Stage stage : List.<Stage>of(Pipeline::finetune, Pipeline::evaluate)) {
      assertThatThrownBy(() -> stage.run(pipeline(OVERWRITE)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("run pretrain first");
    }
    remove("shards/_SUCCESS");
    for (Stage stage : List.<Stage>of(Pipeline::pretrain, Pipeline::finetune)) {
      assertThatThrownBy(() -> stage.run(pipeline(OVERWRITE)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("run prepare first");
    }
    assertThat(sparkRequests).isZero();
  }

  @Test
  void tooManyLabelsAreRejectedBeforeAnyModelIsCreated() throws IOException {
    // A quarter of the target's 240 examples may be labelled.
    assertThatThrownBy(() -> run(RESTART_UNFINISHED, "labels=[10, 30, 61]", "draws=2"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("labels = 61")
        .hasMessageContaining("60 examples");
    assertThat(states()).isEqualTo(before);
  }

  @Test
  void requiredLabelsAreThoseOfTheManifest() throws IOException {
    pipeline(RESTART_UNFINISHED, "labels=[60]").requireLabels();

    assertThatThrownBy(() -> pipeline(RESTART_UNFINISHED, "labels=[10, 61]").requireLabels())
        .isInstanceOf(DataException.class)
        .hasMessageContainingAll("labels = 61", "60 examples");
    assertThat(sparkRequests).isZero();
  }

  /** The source's classes are digits, the target's are letters. */
  @Test
  void lastLayerThatDoesNotFitIsFoundBeforeThePreTraining() throws IOException {
    String key = "finetune.head=pretrained";
    assertThatThrownBy(() -> pipeline(RESTART_UNFINISHED, key).requireLabels())
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("finetune.head = pretrained: the source's classes are 0, 1");
    pipeline(RESTART_UNFINISHED, key, "methods=[scratch]").requireLabels();
    pipeline(RESTART_UNFINISHED, "finetune.head=pretrained-in-order").requireLabels();
  }

  @Test
  void damagedShardIsNamed() throws IOException {
    Path shard = workdir.resolve("small/shards/target-test/shard-00001.parquet");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    remove("shards/target-test/.shard-00001.parquet.crc");
    Files.write(shard, bytes);
    assertThatThrownBy(() -> pipeline(OVERWRITE).evaluate())
        .hasStackTraceContaining("target-test/shard-00001.parquet: expected SHA-256");
  }

  private interface Stage {
    void run(Pipeline pipeline) throws IOException;
  }
}
