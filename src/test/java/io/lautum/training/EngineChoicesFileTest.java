package io.lautum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.LocalFiles;
import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineChoicesFileTest {
  private static final EngineChoices H100 =
      EngineChoices.of("H100, cuDNN 91400", new TreeMap<>(Map.of("shape", "1/2/3")));
  private static final EngineChoices OTHER =
      EngineChoices.of("H100, cuDNN 91400", new TreeMap<>(Map.of("shape", "4/5/6")));

  @TempDir private Path temporary;
  private Path json;
  private EngineChoicesFile file;

  @BeforeEach
  void createFile() {
    Path folder = temporary.resolve("tiny/pretrain/standard");
    json = folder.resolve("engine-choices.json");
    file = new EngineChoicesFile(LocalFiles.open(), new org.apache.hadoop.fs.Path(folder.toUri()));
  }

  private static NetworkBlueprint network(String engine) {
    return new NetworkBlueprint(
        new TransferNetwork("mlp", new ImageShape(1, 4, 4), 3, 0).graph(),
        engine,
        Precision.FLOAT,
        List.of(ImageGroup.trained(ImageGroup.LABELLED, 4)),
        Optimizer.constant(0.1),
        List.of(),
        RegularizationConfig.NONE);
  }

  @Test
  void firstChoicesAreRecordedForAllLaterRuns() throws IOException {
    NetworkBlueprint first =
        file.complete(
            network("cudnn"),
            false,
            network -> {
              assertThat(network.choices().areNone()).isTrue();
              return H100;
            });
    assertThat(first.choices()).isEqualTo(H100);
    AtomicInteger checks = new AtomicInteger();
    NetworkBlueprint resumed =
        file.complete(
            network("cudnn"),
            true,
            network -> {
              checks.incrementAndGet();
              assertThat(network.choices()).isEqualTo(H100);
              return OTHER;
            });
    assertThat(resumed).isEqualTo(first);
    assertThat(checks).as("the workers check their devices").hasValue(1);
    assertThat(file.read()).contains(H100);
    assertThat(Files.readString(json)).contains("devices").doesNotContain("none");
  }

  @Test
  void nothingIsRecordedIfWorkersFail() {
    assertThatThrownBy(
            () ->
                file.complete(
                    network("cudnn"),
                    false,
                    network -> {
                      throw new UserException("no GPU");
                    }))
        .hasMessage("no GPU");
    assertThat(json).doesNotExist();
  }

  @Test
  void engineThatChoosesNothingHasNeitherJobNorFile() throws IOException {
    NetworkBlueprint network = network("onednn");
    assertThat(
            file.complete(
                network,
                false,
                same -> {
                  throw new AssertionError("asked for choices");
                }))
        .isSameAs(network);
    assertThat(json).doesNotExist();
  }

  @Test
  void engineWithoutChoicesCannotContinueTrainingOfGpu() throws IOException {
    file.complete(network("cudnn"), false, network -> H100);
    assertThatThrownBy(() -> file.complete(network("onednn"), true, network -> H100))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("[H100, cuDNN 91400]")
        .hasMessageContaining("[onednn]");
  }

  @Test
  void gpuCannotContinueTrainingWithoutChoices() {
    assertThatThrownBy(() -> file.complete(network("cudnn"), true, network -> H100))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("[H100, cuDNN 91400]")
        .hasMessageContaining("--overwrite");
    assertThat(json).doesNotExist();
  }

  @Test
  void damagedFileIsRejectedInOneLine() throws IOException {
    file.complete(network("cudnn"), false, network -> H100);
    String whole = Files.readString(json);
    for (String damaged : List.of("", whole.substring(0, 30), "{}", "{\"devices\":{\"a\":null}}")) {
      Files.writeString(json, damaged);
      Files.deleteIfExists(json.resolveSibling(".engine-choices.json.crc"));
      assertThatThrownBy(() -> file.complete(network("cudnn"), true, network -> H100))
          .as(damaged)
          .isInstanceOf(DataException.class)
          .hasMessageContaining("engine-choices.json")
          .hasMessageContaining("--overwrite")
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void flippedBitIsRejectedByTheFileSystem() throws IOException {
    file.complete(network("cudnn"), false, network -> H100);
    Files.writeString(json, Files.readString(json).replace("1/2/3", "1/2/4"));
    assertThatThrownBy(file::read)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("engine-choices.json");
  }

  @Test
  void summariesNameTrainingsBelowTheExperiment() throws IOException {
    ExperimentDirectory directory =
        new ExperimentDirectory(temporary.toUri().toString(), "tiny", new Configuration());
    assertThat(EngineChoicesFile.summaries(directory)).isEmpty();
    file.complete(network("cudnn"), false, network -> H100);
    new EngineChoicesFile(directory.files(), directory.finetuned("standard", 20, 1).getParent())
        .complete(network("cudnn"), false, network -> OTHER);
    assertThat(EngineChoicesFile.summaries(directory))
        .isEqualTo(
            Map.of(
                "pretrain/standard",
                H100.summary(),
                "finetune/standard/labels-20",
                OTHER.summary()));
  }

  @Test
  void deletedChoicesAreMadeAgain() throws IOException {
    file.complete(network("cudnn"), false, network -> H100);
    file.delete();
    assertThat(file.complete(network("cudnn"), false, network -> OTHER).choices()).isEqualTo(OTHER);
  }
}
