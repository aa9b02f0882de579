package io.lautum.training.pretrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.LocalSpark;
import io.lautum.UserException;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethods;
import io.lautum.network.model.TrainedModel;
import io.lautum.training.distributed.TinyShards;
import io.lautum.training.distributed.TrainingPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class PretrainJobIT {
  private static final String EXPERIMENT =
      """
      experiment = tiny
      workers = 2
      source { name = s, format = glyphs, glyphs = digits }
      target { name = t, format = glyphs, glyphs = letters }
      network.architecture = mlp
      pretrain { epochs = 9, batch-size = 4, averaging-interval = 2, checkpoint-every = 3 }
      pretrain.lautum { start-iteration = 2 }
      """;

  /**
   * Nine passes over 36 examples, by 2 workers with 2 minibatches of 4: 20.25 rounds, rounded up.
   */
  private static final int ROUNDS = 21;

  private static final String HELD_OUT = "heldOutCrossEntropy";

  @TempDir Path temporary;

  @ParameterizedTest
  @ValueSource(strings = {"averaging", "dl4j"})
  void writesModelAndHistory(String trainer) throws IOException {
    pretrain("run", "standard", "pretrain.trainer=" + trainer);
    Path folder = temporary.resolve("run/tiny/pretrain/standard");

    TrainedModel model = model(folder);
    assertThat(model.metadata().method()).isEqualTo("standard");
    assertThat(model.metadata().classes()).containsExactly("a", "b", "c");
    assertThat(model.metadata().network().dropout()).isZero();
    assertThat(model.parameters()).hasSize(Math.toIntExact(model.metadata().network().weights()));

    List<JsonNode> history = history(folder);
    assertThat(history).hasSize(ROUNDS);
    for (int i = 0; i < ROUNDS; i++) {
      JsonNode line = history.get(i);
      assertThat(line.path("round").asInt()).isEqualTo(i + 1);
      assertThat(line.path("iteration").asInt()).isEqualTo(2 * (i + 1));
      assertThat(line.path("crossEntropy").asDouble()).isPositive();
      assertThat(line.path("seconds").asDouble()).isPositive();
      assertThat(line.path("examplesPerSecond").asDouble()).isPositive();
      assertThat(line.has("averagingSeconds")).isEqualTo(trainer.equals("averaging"));
      assertThat(line.has("lautumInformation")).as("not measured without a term").isFalse();
    }
    assertThat(history.get(ROUNDS - 1).path("crossEntropy").asDouble())
        .isLessThan(history.get(0).path("crossEntropy").asDouble());
    assertThat(folder.resolve("checkpoint")).doesNotExist();
  }

  @Test
  void termChangesTrainedModel() throws IOException {
    pretrain("run", "lautum");
    pretrain("run", "standard");
    pretrain("weightless", "lautum", "pretrain.lautum.weight=0");
    Path lautum = temporary.resolve("run/tiny/pretrain/lautum");
    Path standard = temporary.resolve("run/tiny/pretrain/standard");
    assertThat(history(lautum)).allMatch(line -> line.path("lautumInformation").asDouble() > 0);
    assertThat(model(lautum).parameters())
        .isNotEqualTo(model(standard).parameters())
        .isNotEqualTo(model(temporary.resolve("weightless/tiny/pretrain/lautum")).parameters());
    assertThat(model(lautum).metadata().network()).isEqualTo(model(standard).metadata().network());
  }

  @Test
  void mkMmdReducesDiscrepancyOfSourceAndTarget() throws IOException {
    pretrain("strong", "mk-mmd", "pretrain.mk-mmd.weight=10");
    pretrain("off", "mk-mmd", "pretrain.mk-mmd.weight=0");
    pretrain("off", "standard");
    Path off = temporary.resolve("off/tiny/pretrain/mk-mmd");
    Path strong = temporary.resolve("strong/tiny/pretrain/mk-mmd");
    assertThat(history(off)).allMatch(line -> line.has("squaredMmd"));
    assertThat(history(off)).noneMatch(line -> line.has("lautumInformation"));
    assertThat(lateMmd(strong)).isLessThan(lateMmd(off));
    assertThat(model(off).parameters())
        .as("without weight, and without batch normalisation, the target changes nothing")
        .isEqualTo(model(temporary.resolve("off/tiny/pretrain/standard")).parameters());
  }

  /** Returns the mean over the second half of the rounds. */
  private static double lateMmd(Path folder) throws IOException {
    return history(folder).stream()
        .skip(ROUNDS / 2)
        .mapToDouble(line -> line.path("squaredMmd").asDouble())
        .average()
        .orElseThrow();
  }

  /** The training is long enough that it does not end before somebody cancels its job. */
  @Test
  void killedRunGivesSameModelAndHistoryWhenResumed() throws Exception {
    String epochs = "pretrain.epochs=180";
    pretrain("undisturbed", "lautum", epochs);
    Path folder = temporary.resolve("killed/tiny/pretrain/lautum");
    Thread killer = new Thread(() -> cancelAfterCheckpoint(folder.resolve("checkpoint")));
    killer.start();
    assertThatThrownBy(() -> pretrain("killed", "lautum", epochs))
        .hasStackTraceContaining("cancelled");
    killer.join();
    assertThat(folder.resolve("model.zip")).doesNotExist();
    assertThat(folder.resolve("checkpoint")).isNotEmptyDirectory();
    Path undisturbed = temporary.resolve("undisturbed/tiny/pretrain/lautum");
    assertThat(history(folder).size()).isBetween(3, history(undisturbed).size() - 1);

    pretrain("killed", "lautum", epochs);

    assertThat(folder.resolve("model.zip"))
        .hasSameBinaryContentAs(undisturbed.resolve("model.zip"));
    assertThat(history(folder))
        .usingElementComparator(PretrainJobIT::compareResults)
        .containsExactlyElementsOf(history(undisturbed));
  }

  /**
   * With label smoothing, the cross-entropy of the held-out images, which is measured without it,
   * soon no longer falls.
   */
  @Test
  void trainingEndsWhenHeldOutImagesGetWorse() throws Exception {
    String[] stopping = {
      "pretrain.early-stopping.held-out=0.3",
      "pretrain.early-stopping.patience=3",
      "pretrain.label-smoothing=0.5",
      "pretrain.learning-rate-schedule=constant",
      "pretrain.epochs=300"
    };
    pretrain("undisturbed", "standard", stopping);
    Path folder = temporary.resolve("undisturbed/tiny/pretrain/standard");
    List<JsonNode> history = history(folder);
    List<JsonNode> checks = history.stream().filter(line -> line.has(HELD_OUT)).toList();
    JsonNode last = checks.get(checks.size() - 1);
    assertThat(last).isEqualTo(history.get(history.size() - 1));
    assertThat(last.path("round").asInt()).isLessThan(last.path("rounds").asInt());
    int best = 0;
    for (int check = 1; check < checks.size(); check++) {
      best = least(checks, check) < least(checks, best) ? check : best;
    }
    assertThat(best).isEqualTo(checks.size() - 1 - 3);
    assertThat(folder.resolve("checkpoint")).doesNotExist();

    assertThat(heldOutCrossEntropy(folder, stopping))
        .as("the weights are those after the best round")
        .isEqualTo(least(checks, best));

    Thread killer =
        new Thread(
            () ->
                cancelAfterCheckpoint(
                    temporary.resolve("killed/tiny/pretrain/standard/checkpoint")));
    killer.start();
    assertThatThrownBy(() -> pretrain("killed", "standard", stopping))
        .hasStackTraceContaining("cancelled");
    killer.join();
    pretrain("killed", "standard", stopping);
    Path resumed = temporary.resolve("killed/tiny/pretrain/standard");
    assertThat(resumed.resolve("model.zip")).hasSameBinaryContentAs(folder.resolve("model.zip"));
    assertThat(history(resumed))
        .usingElementComparator(PretrainJobIT::compareResults)
        .containsExactlyElementsOf(history);
  }

  private static double least(List<JsonNode> checks, int check) {
    return checks.get(check).path(HELD_OUT).asDouble();
  }

  private double heldOutCrossEntropy(Path folder, String... overrides) throws IOException {
    ExperimentConfig config = config(overrides);
    ExperimentDirectory directory = directory("undisturbed", config);
    Manifest manifest = Manifest.read(directory.files(), directory.shards());
    TrainingPlan plan =
        new TrainingPlans(config, manifest, directory.shards().toString())
            .of(TransferMethods.named("standard").before());
    SourceImages images = new SourceImagesJob(LocalSpark.context(), plan).heldOut();
    TrainedModel model = model(folder);
    return new SourceEvaluation(images, model.metadata(), 256, "auto")
        .of(model.parameters())
        .crossEntropy();
  }

  @Test
  void dl4jTrainerCannotStopEarly() {
    assertThatThrownBy(
            () ->
                pretrain(
                    "run",
                    "standard",
                    "pretrain.trainer=dl4j",
                    "pretrain.early-stopping.held-out=0.3"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain.early-stopping.held-out")
        .hasMessageContaining("set it to averaging");
  }

  private static void cancelAfterCheckpoint(Path checkpoints) {
    String[] files = null;
    while (files == null || Arrays.stream(files).noneMatch(file -> file.endsWith(".bin"))) {
      Thread.onSpinWait();
      files = checkpoints.toFile().list();
    }
    LocalSpark.context().sc().cancelAllJobs();
  }

  /** Compares lines without their durations. */
  private static int compareResults(JsonNode a, JsonNode b) {
    List<String> keys =
        List.of("round", "iteration", "crossEntropy", "lautumInformation", HELD_OUT);
    return keys.stream().allMatch(key -> a.path(key).equals(b.path(key))) ? 0 : 1;
  }

  private void pretrain(String workdir, String method, String... overrides) throws IOException {
    ExperimentConfig config = config(overrides);
    ExperimentDirectory directory = directory(workdir, config);
    TinyShards.write(directory.shards(), config.workers());
    new PretrainJob(LocalSpark.context(), config, directory)
        .run(TransferMethods.named(method).before(), directory.pretrained(method));
  }

  private ExperimentConfig config(String... overrides) throws IOException {
    Path file = temporary.resolve("tiny.conf");
    Files.writeString(file, EXPERIMENT);
    return ConfigLoader.load(file.toString(), List.of(overrides), Map.of(), new Configuration());
  }

  private ExperimentDirectory directory(String workdir, ExperimentConfig config)
      throws IOException {
    return new ExperimentDirectory(
        temporary.resolve(workdir).toUri().toString(), config.name(), new Configuration());
  }

  private static TrainedModel model(Path folder) throws IOException {
    var file = new org.apache.hadoop.fs.Path(folder.resolve("model.zip").toUri());
    return TrainedModel.read(file.getFileSystem(new Configuration()), file);
  }

  private static List<JsonNode> history(Path folder) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve("history.jsonl"))) {
      lines.add(new ObjectMapper().readTree(line));
    }
    return lines;
  }
}
