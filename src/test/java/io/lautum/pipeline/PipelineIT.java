package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.FileStates;
import io.lautum.LocalSpark;
import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.config.ExperimentConfig;
import io.lautum.evaluate.Results;
import io.lautum.method.TransferMethods;
import io.lautum.model.TrainedModel;
import io.lautum.network.TransferNetwork;
import io.lautum.sampling.LearningCurve;
import io.lautum.sampling.SamplingResult;
import io.lautum.shard.Manifest;
import io.lautum.storage.AtomicFile;
import io.lautum.storage.ExperimentDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineIT {
  /** A finished experiment that every test works on a copy of. */
  @TempDir static Path finished;

  @TempDir Path workdir;

  private int sparkRequests;
  private FileStates before;

  @BeforeAll
  static void finishAnExperiment() throws IOException {
    PipelineIT test = new PipelineIT();
    test.workdir = finished;
    test.run(Rerun.COMPLETE);
  }

  @BeforeEach
  void copyIt() throws IOException {
    try (Stream<Path> paths = Files.walk(finished)) {
      for (Path path : paths.toList()) {
        Path copy = workdir.resolve(finished.relativize(path));
        if (!Files.isDirectory(path)) {
          Files.createDirectories(copy.getParent());
          Files.copy(path, copy, StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    before = states();
  }

  @Test
  void leavesTheFilesThatTheLayoutNames() {
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
    expected.addAll(
        List.of(
            "evaluate/_SUCCESS",
            "evaluate/inspection.json",
            "results.json",
            "resolved.conf",
            "stages.jsonl"));
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
  void doesNothingASecondTimeAndDoesNotAskForSpark() throws IOException {
    for (Rerun rerun : new Rerun[] {Rerun.COMPLETE, Rerun.RESUME}) {
      assertThat(run(rerun).worked()).isFalse();
    }
    assertThat(sparkRequests).isZero();
    assertThat(states()).isEqualTo(before);
  }

  @Test
  void refusesAnotherConfigurationAndChangesNothing() throws IOException {
    assertThatThrownBy(() -> run(Rerun.COMPLETE, "finetune.steps=11"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("finetune/scratch/labels-10/draw-1")
        .hasMessageContaining("finetune.steps was 10, is 11")
        .hasMessageContaining("--overwrite");
    assertThatThrownBy(() -> run(Rerun.RESUME, "seed=3", "workers=1"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("shards")
        .hasMessageContaining("seed was 1, is 3; workers was 2, is 1");
    assertThat(sparkRequests).isZero();
    assertThat(states()).isEqualTo(before);
  }

  @Test
  void refusesAModelOfAnotherConfigurationBeforeItTrainsThoseThatAreMissing() throws IOException {
    remove("pretrain/standard/_SUCCESS");
    ExperimentConfig other = load("pretrain.lautum.weight=3");
    new Artefacts(other, directory())
        .pretrained(TransferMethods.named("lautum").before())
        .complete();
    before = states();
    assertThatThrownBy(() -> pipeline(Rerun.COMPLETE, "methods=[standard, lautum]").pretrain())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain.lautum.weight was 3, is 1");
    assertThat(sparkRequests).isZero();
    assertThat(states()).isEqualTo(before);
  }

  @Test
  void overwritesWhatWasMadeFromAnotherConfiguration() throws IOException {
    pipeline(Rerun.OVERWRITE, "finetune.steps=11").finetune();
    Set<String> changed = before.changedIn(states());
    assertThat(changed)
        .contains("resolved.conf", "finetune/standard/labels-20/draw-1/model.zip")
        .allMatch(file -> file.matches("finetune/.*|resolved.conf|evaluate/.*|stages.jsonl"));
    assertThat(workdir.resolve("small/finetune/scratch/labels-10/draw-1/history.jsonl"))
        .content()
        .contains("\"step\":11");
    // The rest is made from the new configuration without another --overwrite.
    assertThat(run(Rerun.COMPLETE, "finetune.steps=11").worked()).isTrue();
    assertThat(before.changedIn(states())).contains("results.json");
    assertThat(workdir.resolve("small/resolved.conf")).content().contains("steps=11");
  }

  @Test
  void overwritesEveryStage() throws IOException {
    run(Rerun.OVERWRITE);
    assertThat(before.changedIn(states())).isEqualTo(before.files());
    assertThat(before.addedIn(states())).isEmpty();
  }

  @Test
  void modelsOfOtherShardsAreNotTakenForThoseOfThese() throws IOException {
    Path manifest = workdir.resolve("small/shards/manifest.json");
    String content = Files.readString(manifest);
    AtomicFile.write(
        directory().files(),
        new org.apache.hadoop.fs.Path(manifest.toString()),
        content.replaceFirst("\"content\" : \"", "$0x"));
    before = states();
    assertThatThrownBy(() -> run(Rerun.COMPLETE))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain/standard")
        .hasMessageContaining("shards.content was ")
        .hasMessageContaining("--overwrite");
    assertThat(states()).isEqualTo(before);

    // The same data give the same shards, whose models are still theirs.
    pipeline(Rerun.OVERWRITE).prepare();
    before = states();
    run(Rerun.COMPLETE);
    assertThat(before.changedIn(states())).noneMatch(file -> file.matches("(pre|fine).*"));
  }

  @Test
  void moreDrawsLeaveThePresentOnesAlone() throws IOException {
    double first = results().row("standard", 10).orElseThrow().draws().get(0);
    run(Rerun.COMPLETE, "draws=2");
    assertThat(before.changedIn(states()))
        .containsExactlyInAnyOrder(
            "results.json",
            "evaluate/_SUCCESS",
            "evaluate/inspection.json",
            "resolved.conf",
            "stages.jsonl");
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
  void anotherMethodLeavesThePresentOnesAlone() throws IOException {
    run(Rerun.COMPLETE, "methods=[scratch, standard, lautum]");
    assertThat(before.changedIn(states()))
        .containsExactlyInAnyOrder(
            "results.json",
            "evaluate/_SUCCESS",
            "evaluate/inspection.json",
            "resolved.conf",
            "stages.jsonl");
    List<String> added = new ArrayList<>(unit("pretrain/lautum"));
    added.addAll(unit("finetune/lautum/labels-10/draw-1"));
    added.addAll(unit("finetune/lautum/labels-20/draw-1"));
    assertThat(before.addedIn(states())).containsExactlyInAnyOrderElementsOf(added);
    assertThat(results().methods()).containsExactly("scratch", "standard", "lautum");
  }

  @Test
  void aRefinementStartsFromTheModelThatItRefines() throws IOException {
    String[] overrides = {
      "methods=[local-entropy]",
      "labels=[10]",
      "pretrain.local-entropy.sampler=importance",
      "pretrain.local-entropy.tau=1e-6",
      "pretrain.local-entropy.samples=2",
      "pretrain.local-entropy.batch-size=16",
      "pretrain.local-entropy.rounds=2"
    };
    run(Rerun.COMPLETE, overrides);
    List<String> added = new ArrayList<>(unit("pretrain/local-entropy"));
    added.addAll(unit("finetune/local-entropy/labels-10/draw-1"));
    assertThat(before.addedIn(states())).containsExactlyInAnyOrderElementsOf(added);
    float[] standard = weights("pretrain/standard");
    float[] refined = weights("pretrain/local-entropy");
    float[] random = randomWeights();
    assertThat(largestDifference(refined, standard)).isBetween(1e-7, 1e-3);
    assertThat(largestDifference(random, standard)).isGreaterThan(2e-3);
    assertThat(workdir.resolve("small/pretrain/local-entropy/history.jsonl"))
        .content()
        .contains("\"effectiveSampleSize\":1.9999", "\"forwardPasses\":6");
    assertThat(results().methods()).containsExactly("local-entropy");

    // Without it, it is trained as an artefact of its own, and the refinement is the same.
    Path other = Files.createDirectory(workdir.resolve("alone"));
    workdir = other;
    Pipeline alone = pipeline(Rerun.COMPLETE, overrides);
    alone.prepare();
    alone.pretrain();
    assertThat(weights("pretrain/standard")).isEqualTo(standard);
    assertThat(weights("pretrain/local-entropy")).isEqualTo(refined);
  }

  @Test
  void refusesToRefineWithATrainerThatCannot() {
    assertThatThrownBy(() -> pipeline(Rerun.COMPLETE, "methods=[heat]", "pretrain.trainer=dl4j"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain.trainer = dl4j: it cannot train heat");
    assertThat(sparkRequests).isZero();
  }

  @Test
  void sampledRunsAreKeptAndUnfinishedOnesRepeatedAlone() throws IOException {
    String[] overrides = {
      "sampling.optimizers=[adam, local-entropy-importance, heat-back-propagated]",
      "sampling.taus=[0.001, 0.01]",
      "sampling.forward-passes=120",
      "sampling.batch-size=16",
      "sampling.points=3",
      "sampling.examples=50",
      "pretrain.local-entropy.samples=10",
      "pretrain.heat.iterations=2",
      "pretrain.heat.samples=2"
    };
    SamplingResult first = pipeline(Rerun.COMPLETE, overrides).sample();
    assertThat(first.curves()).hasSize(5);
    assertThat(first.curves().stream().map(LearningCurve::optimizer).distinct())
        .containsExactly("adam", "local-entropy-importance", "heat-back-propagated");
    for (LearningCurve curve : first.curves()) {
      assertThat(curve.diverged()).isNull();
      assertThat(curve.points()).hasSize(4);
      assertThat(curve.points().get(0)).isEqualTo(first.curves().get(0).points().get(0));
      assertThat(curve.last().forwardPasses()).isBetween(80L, 120L);
    }
    LearningCurve adam = first.curves().get(0);
    assertThat(adam.last().loss()).isLessThan(0.8 * adam.points().get(0).loss());
    assertThat(adam.last().backwardPasses()).isEqualTo(adam.last().forwardPasses());
    // A round of two workers takes 2 x 11 passes, and five of them fit into 120.
    LearningCurve importance = first.curves().get(1);
    assertThat(importance.last().forwardPasses()).isEqualTo(110);
    assertThat(importance.last().backwardPasses()).isZero();
    assertThat(importance.effectiveSampleSize().getAsDouble()).isBetween(9.0, 10.0);
    FileStates sampled = states();

    Pipeline again = pipeline(Rerun.COMPLETE, overrides);
    sparkRequests = 0;
    assertThat(again.sample()).isEqualTo(first);
    assertThat(again.worked()).isFalse();
    assertThat(sparkRequests).isZero();

    remove("sampling/heat-back-propagated-tau-0.01/_SUCCESS");
    assertThat(pipeline(Rerun.COMPLETE, overrides).sample()).isEqualTo(first);
    assertThat(sampled.changedIn(states()))
        .containsExactlyInAnyOrder(
            "sampling/heat-back-propagated-tau-0.01/_SUCCESS",
            "sampling/heat-back-propagated-tau-0.01/curve.json",
            "sampling/sampling.json",
            "sampling/sampling.md");
    assertThat(workdir.resolve("small/sampling/sampling.md"))
        .content()
        .contains("| heat-back-propagated | 0.01 |");
    overrides[4] = "sampling.points=4";
    assertThatThrownBy(() -> pipeline(Rerun.COMPLETE, overrides).sample())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("sampling/adam was made from another configuration")
        .hasMessageContaining("(sampling.points was 3, is 4)");
  }

  @Test
  void anUnfinishedModelIsMadeAgainByItselfAndWithTheSameWeights() throws IOException {
    for (String unit : List.of("finetune/standard/labels-10/draw-1", "pretrain/standard")) {
      FileStates start = states();
      float[] weights = weights(unit);
      remove(unit + "/_SUCCESS");
      assertThat(run(Rerun.COMPLETE).worked()).isTrue();
      assertThat(start.changedIn(states()))
          .containsExactlyInAnyOrder(
              unit + "/_SUCCESS",
              unit + "/model.zip",
              unit + "/history.jsonl",
              // What was measured is measured again.
              "evaluate/_SUCCESS",
              "evaluate/inspection.json",
              "results.json",
              "resolved.conf",
              "stages.jsonl");
      assertThat(weights(unit)).isEqualTo(weights);
    }
  }

  @Test
  void lostResultsAreMeasuredAgain() throws IOException {
    Results results = results();
    remove("results.json");
    assertThat(run(Rerun.COMPLETE).worked()).isTrue();
    assertThat(results()).isEqualTo(results);
  }

  @Test
  void aStageSaysWhichOneHasToComeBefore() throws IOException {
    remove("finetune/standard/labels-20/draw-1/_SUCCESS");
    assertThatThrownBy(() -> pipeline(Rerun.COMPLETE).evaluate())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("finetune/standard/labels-20/draw-1 is missing or not finished")
        .hasMessageContaining("run finetune first");
    remove("pretrain/standard/_SUCCESS");
    for (Stage stage : List.<Stage>of(Pipeline::finetune, Pipeline::evaluate)) {
      assertThatThrownBy(() -> stage.run(pipeline(Rerun.OVERWRITE)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("run pretrain first");
    }
    remove("shards/_SUCCESS");
    for (Stage stage : List.<Stage>of(Pipeline::pretrain, Pipeline::finetune)) {
      assertThatThrownBy(() -> stage.run(pipeline(Rerun.OVERWRITE)))
          .isInstanceOf(UserException.class)
          .hasMessageContaining("run prepare first");
    }
    assertThat(sparkRequests).isZero();
  }

  @Test
  void moreLabelsThanThereAreStopBeforeAnyModelIsMade() throws IOException {
    // A quarter of the target's 240 examples may be labelled.
    assertThatThrownBy(() -> run(Rerun.COMPLETE, "labels=[10, 30, 61]", "draws=2"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("labels = 61")
        .hasMessageContaining("60 examples");
    assertThat(states()).isEqualTo(before);
  }

  @Test
  void aDamagedShardIsNamed() throws IOException {
    Path shard = workdir.resolve("small/shards/target-test/shard-00001.parquet");
    byte[] bytes = Files.readAllBytes(shard);
    bytes[bytes.length / 2] ^= 1;
    remove("shards/target-test/.shard-00001.parquet.crc");
    Files.write(shard, bytes);
    assertThatThrownBy(() -> pipeline(Rerun.OVERWRITE).evaluate())
        .hasStackTraceContaining("target-test/shard-00001.parquet: expected SHA-256");
  }

  @Test
  void resumesNoCheckpointsOfAnotherConfiguration() throws IOException {
    remove("pretrain/standard/_SUCCESS");
    ExperimentConfig other = load("pretrain.epochs=2", "pretrain.batch-size=8");
    new Artefacts(other, directory())
        .checkpoints(TransferMethods.named("standard").before())
        .complete();
    before = states();
    assertThatThrownBy(() -> pipeline(Rerun.RESUME).pretrain())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain/standard/checkpoint")
        .hasMessageContaining("pretrain.batch-size was 8, is 16; pretrain.epochs was 2, is 1");
    assertThat(sparkRequests).isZero();
    assertThat(states()).isEqualTo(before);

    // Without --resume they are dropped.
    pipeline(Rerun.COMPLETE).pretrain();
    assertThat(before.changedIn(states()))
        .contains("pretrain/standard/checkpoint/configuration.json")
        .contains("pretrain/standard/model.zip");
  }

  private interface Stage {
    void run(Pipeline pipeline) throws IOException;
  }

  private Pipeline run(Rerun rerun, String... overrides) throws IOException {
    Pipeline pipeline = pipeline(rerun, overrides);
    pipeline.prepare();
    pipeline.pretrain();
    pipeline.finetune();
    pipeline.evaluate();
    return pipeline;
  }

  private Pipeline pipeline(Rerun rerun, String... overrides) {
    return new Pipeline(
        load(overrides),
        directory(),
        new Configuration(false),
        rerun,
        () -> {
          sparkRequests++;
          return LocalSpark.context();
        });
  }

  private ExperimentConfig load(String... overrides) {
    return SmallExperiment.load(workdir, overrides);
  }

  private ExperimentDirectory directory() {
    return new ExperimentDirectory(workdir.toString(), "small", new Configuration(false));
  }

  private FileStates states() throws IOException {
    return FileStates.of(workdir.resolve("small"));
  }

  private Results results() throws IOException {
    try (var in = Files.newInputStream(workdir.resolve("small/results.json"))) {
      return Results.read(in);
    }
  }

  private float[] weights(String unit) throws IOException {
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(directory().root(), unit);
    return TrainedModel.read(directory().files(), ExperimentDirectory.model(folder)).parameters();
  }

  private float[] randomWeights() throws IOException {
    Manifest manifest = Manifest.read(directory().files(), directory().shards());
    return new TransferNetwork("mlp", manifest.source().shape(), 10, 0)
        .initialWeights(load().seed());
  }

  private static double largestDifference(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private void remove(String file) throws IOException {
    Files.delete(workdir.resolve("small").resolve(file));
  }

  private static Set<String> unit(String folder) {
    return Stream.of("model.zip", "history.jsonl", "_SUCCESS")
        .map(file -> folder + "/" + file)
        .collect(Collectors.toSet());
  }
}
