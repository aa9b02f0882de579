package io.lautum.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdaptRecipeTest {
  @ParameterizedTest
  @CsvSource({
    "1, 28, 28, lenet, 2800, false, 3, 4",
    "1, 64, 64, cnn, 400, false, 6, 8",
    "1, 8, 60, cnn, 400, false, 1, 1",
    "3, 32, 32, cnn, 400, true, 3, 4",
    "3, 96, 72, cnn, 400, true, 7, 9",
    "3, 6, 32, mlp, 400, false, 1, 1"
  })
  void settingsFollowTheImages(
      int channels,
      int height,
      int width,
      String architecture,
      int steps,
      boolean flip,
      int shift,
      int sourceShift) {
    ExperimentConfig config = complete(new ImageShape(channels, height, width));
    assertThat(config.network().architecture()).isEqualTo(architecture);
    assertThat(config.finetune().steps()).isEqualTo(steps);
    assertThat(config.finetune().augmentation().flip()).isEqualTo(flip);
    assertThat(config.finetune().augmentation().shift()).isEqualTo(shift);
    assertThat(config.pretrain().augmentation().shift()).isEqualTo(sourceShift);
  }

  @Test
  void candidatesFollowTheSourceAndTheImages() {
    assertThat(complete().methods()).containsExactly("auto");
    assertThat(candidates(complete()))
        .containsExactly(
            "scratch",
            "contrastive-mutual",
            "scratch+temporal-ensembling",
            "scratch+freematch",
            "contrastive-mutual+freematch");
    ExperimentConfig characters = complete("source.path=digits");
    assertThat(candidates(characters)).contains("contrastive-mutual").hasSize(6);
    ExperimentConfig photographs = complete(new ImageShape(3, 32, 32), "source.path=photos");
    assertThat(candidates(photographs))
        .contains("standard+freematch")
        .doesNotContain("contrastive-mutual");
    assertThat(complete("adapt.method=scratch").methods()).containsExactly("scratch");
  }

  private static List<String> candidates(ExperimentConfig config) {
    return TransferMethods.named("auto")
        .candidates(config.finetune(), config.source() != null)
        .stream()
        .map(TransferMethod::name)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "                                                        |  0",
        "source.path=digits                                      |  0",
        "source.path=digits adapt.method=standard+freematch      |  0",
        "source.path=digits adapt.method=lautum                  | 64",
        "source.path=digits adapt.method=gaussian-mutual         | 64",
        "source.path=digits finetune.auto.candidates=[scratch,lautum] | 64",
        "prepare.components=8                                    |  8",
        "source.path=digits adapt.method=lautum prepare.components=8 | 8",
      })
  void imagesAreWhitenedIfAMethodUsesIt(String overrides, int components) {
    String[] all = overrides == null ? new String[0] : overrides.split(" ");
    assertThat(AdaptRecipe.withMethod(load(all)).prepare().components()).isEqualTo(components);
    assertThat(complete(all).prepare().components()).isEqualTo(components);
  }

  @Test
  void methodThatUsesWhitenedImagesNeedsComponents() {
    assertThatThrownBy(
            () -> complete("source.path=a", "adapt.method=lautum", "prepare.components=0"))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "method lautum uses whitened images: expected prepare.components of at least 1, found"
                + " 0");
  }

  @Test
  void valuesThatAreSetAreKept() {
    ExperimentConfig config =
        complete("network.architecture=mlp", "finetune.steps=400", "finetune.dropout=0.5");
    assertThat(config.network().architecture()).isEqualTo("mlp");
    assertThat(config.finetune().steps()).isEqualTo(400);
    assertThat(config.finetune().dropout()).isEqualTo(0.5);
    assertThat(config.finetune().learningRate()).isEqualTo(0.0015);
    assertThat(complete("finetune.optimizer.kind=sgd").finetune().learningRate()).isEqualTo(0.01);
  }

  private static ExperimentConfig complete(String... overrides) {
    return complete(new ImageShape(1, 28, 28), overrides);
  }

  private static ExperimentConfig complete(ImageShape shape, String... overrides) {
    return AdaptRecipe.complete(AdaptRecipe.withMethod(load(overrides)), shape);
  }

  private static ExperimentConfig load(String... overrides) {
    List<String> all = new ArrayList<>(List.of("experiment=photos", "target.labelled=labelled"));
    all.addAll(Arrays.asList(overrides));
    return ConfigLoader.load(List.of(), all, Map.of(), new Configuration(false));
  }
}
