package io.lautum.pipeline;

import static io.lautum.experiment.stage.ExistingResults.OVERWRITE;
import static io.lautum.experiment.stage.ExistingResults.RESTART_UNFINISHED;
import static io.lautum.experiment.stage.ExistingResults.RESUME_UNFINISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.FileStates;
import io.lautum.UserException;
import io.lautum.WrittenFormats;
import io.lautum.experiment.result.Choice;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ChoiceIT extends FinishedExperiment {
  private static final String[] AUTO = {
    "methods=[auto]",
    "finetune.steps=80",
    "finetune.auto.candidates=[scratch, standard, \"scratch+freematch\"]",
    "finetune.auto.folds=2"
  };
  private static final String DRAW = "finetune/auto/labels-20/draw-1";

  @Test
  void modelIsThatOfTheChosenMethod() throws IOException {
    run(RESTART_UNFINISHED, AUTO);
    Choice choice = choice();
    assertThat(choice.candidates())
        .extracting(Choice.Candidate::method)
        .containsExactly("scratch", "standard", "scratch+freematch");
    assertThat(choice.candidates()).filteredOn(one -> one.last() != null).hasSize(2);
    assertThat(choice.images()).isEqualTo(20);
    assertThat(choice.folds()).isEqualTo(2);
    float[] weights = weights(DRAW);
    run(OVERWRITE, "methods=[\"%s\"]".formatted(choice.method()), AUTO[1]);
    assertThat(weights).isEqualTo(weights(DRAW.replace("auto", choice.method())));
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(directory().root(), DRAW);
    assertThat(
            TrainedModel.read(directory().files(), ExperimentDirectory.model(folder))
                .metadata()
                .method())
        .isEqualTo(choice.method());
  }

  @Test
  void finishedChoiceIsKept() throws IOException {
    run(RESTART_UNFINISHED, AUTO);
    assertThat(WrittenFormats.of(workdir).versioned())
        .contains("small/" + DRAW + "/choice.json", "small/" + DRAW + "/race/scratch-all.json");
    assertThat(WrittenFormats.of(workdir).others()).isEmpty();
    FileStates start = states();
    assertThat(run(RESTART_UNFINISHED, AUTO).worked()).isFalse();
    assertThat(states()).isEqualTo(start);
  }

  @Test
  void testImagesAreNotOpened() throws IOException {
    for (String set : List.of("target-test", "source-test")) {
      try (Stream<Path> files = Files.list(workdir.resolve("small/shards").resolve(set))) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
    }
    acceptShards();
    pipeline(RESTART_UNFINISHED, AUTO).finetune();
    assertThat(choice().method()).isNotEmpty();
  }

  @Test
  void interruptedChoiceContinues() throws IOException {
    pipeline(RESTART_UNFINISHED, AUTO).finetune();
    Choice choice = choice();
    float[] weights = weights(DRAW);
    Path kept = workdir.resolve("small").resolve(DRAW + "/race/scratch-quarter.json");
    Object time = Files.getLastModifiedTime(kept);
    remove(DRAW + "/_SUCCESS");
    remove(DRAW + "/choice.json");
    remove(DRAW + "/race/standard-quarter.json");
    pipeline(RESUME_UNFINISHED, AUTO).finetune();
    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(time);
    assertThat(choice().method()).isEqualTo(choice.method());
    assertThat(weights(DRAW)).isEqualTo(weights);
    for (int i = 0; i < choice.candidates().size(); i++) {
      assertThat(choice().candidates().get(i).first().loss())
          .isEqualTo(choice.candidates().get(i).first().loss());
    }
  }

  /**
   * Cross-validations that are made again could take another time, and so choose another method.
   */
  @Test
  void madeChoiceIsNotRepeated() throws IOException {
    pipeline(RESTART_UNFINISHED, AUTO).finetune();
    Choice choice = choice();
    float[] weights = weights(DRAW);
    remove(DRAW + "/_SUCCESS");
    remove(DRAW + "/model.zip");
    remove(DRAW + "/race/standard-quarter.json");
    pipeline(RESUME_UNFINISHED, AUTO).finetune();
    assertThat(workdir.resolve("small").resolve(DRAW + "/race/standard-quarter.json"))
        .doesNotExist();
    assertThat(choice()).isEqualTo(choice);
    assertThat(weights(DRAW)).isEqualTo(weights);
  }

  @ParameterizedTest
  @EnumSource(names = {"OVERWRITE", "RESTART_UNFINISHED"})
  void choiceOfAnotherConfigurationIsDiscarded(ExistingResults existing) throws IOException {
    pipeline(RESTART_UNFINISHED, AUTO).finetune();
    remove(DRAW + "/_SUCCESS");
    remove(DRAW.replace("20", "10") + "/_SUCCESS");
    String[] other = AUTO.clone();
    other[1] = "finetune.steps=40";
    assertThatThrownBy(() -> pipeline(RESUME_UNFINISHED, other).finetune())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("finetune.steps was 80, is 40");
    pipeline(existing, other).finetune();
    assertThat(choice().candidates().get(0).first().steps()).isEqualTo(10);
  }

  @Test
  void unknownCandidateIsRejectedBeforeAnyWork() {
    assertThatThrownBy(
            () ->
                pipeline(
                    RESTART_UNFINISHED, "methods=[auto]", "finetune.auto.candidates=[standart]"))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("standart");
    assertThat(sparkRequests).isZero();
  }

  private Choice choice() throws IOException {
    return Json.readFile(
        directory().files(),
        new org.apache.hadoop.fs.Path(directory().root(), DRAW + "/" + Choice.FILE),
        Choice::read);
  }
}
