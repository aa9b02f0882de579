package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.lautum.network.engine.cudnn.ImitatedLibraries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs experiments with the engine for GPUs on imitated libraries, in processes that find different
 * algorithms the fastest, and on different cards.
 */
class EngineChoicesIT {
  private static final List<String> OPTIONS =
      List.of(
          "-D",
          "network.engine=cudnn",
          "-D",
          "network.architecture=lenet",
          "-D",
          "methods=[standard]",
          "-D",
          "labels=[10]",
          "-D",
          "workers=1",
          "-D",
          "source.train-count=12",
          "-D",
          "pretrain.batch-size=2",
          "-D",
          "pretrain.averaging-interval=1",
          "-D",
          "pretrain.checkpoint-every=2",
          "-D",
          "finetune.steps=4",
          "-D",
          "finetune.batch-size=2");
  private static final String PRETRAINED = "small/pretrain/standard";
  private static final String FINETUNED = "small/finetune/standard/labels-10";
  private static final Map<String, String> OTHER_FASTEST = Map.of("IMITATED_FASTEST", "4");
  private static final Map<String, String> OTHER_CARD = Map.of("IMITATED_CARD", "imitated B");

  @TempDir static Path folder;
  private static String experiment;

  @BeforeAll
  static void runUndisturbed() throws Exception {
    ImitatedLibraries.compileInto(folder);
    experiment = Files.writeString(folder.resolve("small.conf"), SmallExperiment.FILE).toString();
    assertThat(run("run", "undisturbed", Map.of())).as(EngineChoicesIT::log).isZero();
  }

  @Test
  void choicesAreRecordedInTrainingsAndProvenance() throws IOException {
    JsonNode recorded = json("undisturbed", PRETRAINED + "/engine-choices.json").path("devices");
    assertThat(recorded.size()).isEqualTo(1);
    String device = recorded.fieldNames().next();
    assertThat(device).isEqualTo("imitation (sm_90), cuDNN 91900, cuBLAS 130000");
    assertThat(recorded.path(device)).hasSize(2).allMatch(one -> one.asText().equals("1/2/3"));
    JsonNode provenance = json("undisturbed", "small/provenance.json").path("engineChoices");
    assertThat(provenance.path("pretrain/standard").asText())
        .startsWith(device + ": 2 choices, SHA-256 ");
    assertThat(provenance.has("finetune/standard/labels-10")).isTrue();
  }

  @Test
  @Tag("long")
  void killedTrainingContinuesWithItsAlgorithmsWhereOthersAreFastest() throws Exception {
    String shards = "small/shards";
    FolderCopy.make(
        folder.resolve("undisturbed").resolve(shards), folder.resolve("killed").resolve(shards));
    Process killed = begin("pretrain", "killed", Map.of());
    Path checkpoint = folder.resolve("killed/" + PRETRAINED + "/checkpoint/round-00000002.bin");
    while (killed.isAlive() && !Files.exists(checkpoint)) {
      Thread.sleep(10);
    }
    killed.destroyForcibly().waitFor();
    Path model = folder.resolve("killed/" + PRETRAINED + "/model.zip");
    assertThat(model).doesNotExist();

    assertThat(run("pretrain", "killed", OTHER_CARD, "--resume")).isEqualTo(2);
    assertThat(log()).contains("[imitation (sm_90)", "[imitated B (sm_90)", "--overwrite");
    assertThat(run("pretrain", "killed", OTHER_FASTEST, "--resume"))
        .as(EngineChoicesIT::log)
        .isZero();
    assertThat(model)
        .hasSameBinaryContentAs(folder.resolve("undisturbed/" + PRETRAINED + "/model.zip"));
  }

  @Test
  @Tag("long")
  void fineTuningUsesRecordedAlgorithmsUntilItIsOverwritten() throws Exception {
    Path draw = folder.resolve("undisturbed/" + FINETUNED + "/draw-1");
    byte[] first = Files.readAllBytes(draw.resolve("model.zip"));
    Files.delete(draw.resolve("_SUCCESS"));
    assertThat(run("finetune", "undisturbed", OTHER_CARD)).isEqualTo(2);
    assertThat(log()).contains("[imitation (sm_90)", "[imitated B (sm_90)", "--overwrite");
    assertThat(run("finetune", "undisturbed", OTHER_FASTEST)).as(EngineChoicesIT::log).isZero();
    assertThat(draw.resolve("model.zip")).hasBinaryContent(first);

    Map<String, String> both = new HashMap<>(OTHER_CARD);
    both.putAll(OTHER_FASTEST);
    assertThat(run("finetune", "undisturbed", both, "--overwrite"))
        .as(EngineChoicesIT::log)
        .isZero();
    assertThat(Files.readAllBytes(draw.resolve("model.zip"))).isNotEqualTo(first);
    assertThat(Files.readString(draw.resolveSibling("engine-choices.json")))
        .contains("imitated B (sm_90)", "5/6/7");
  }

  private static JsonNode json(String workdir, String file) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(workdir).resolve(file).toFile());
  }

  private static int run(
      String command, String workdir, Map<String, String> environment, String... options)
      throws Exception {
    return begin(command, workdir, environment, options).waitFor();
  }

  private static Process begin(
      String command, String workdir, Map<String, String> environment, String... options)
      throws IOException {
    Map<String, String> all = new HashMap<>(environment);
    all.put("LD_LIBRARY_PATH", folder.toString());
    List<String> arguments = new ArrayList<>(List.of(command, experiment));
    arguments.addAll(List.of("--workdir", folder.resolve(workdir).toString()));
    arguments.addAll(OPTIONS);
    arguments.addAll(List.of(options));
    // Kernels of the imitations run one after the other.
    Map<String, String> properties = Map.of("spark.master", "local[1]");
    return new Program(properties, TestClassPath.withoutMiniCluster(), all)
        .begin(arguments, folder.resolve("out"), folder.resolve("err"));
  }

  private static String log() {
    return WrittenFiles.text(folder.resolve("err"));
  }
}
