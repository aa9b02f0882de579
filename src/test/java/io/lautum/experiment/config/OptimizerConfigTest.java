package io.lautum.experiment.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigValueFactory;
import io.lautum.UserException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptimizerConfigTest {
  private static final String KIND = "pretrain.optimizer.kind";

  @TempDir Path folder;

  @Test
  void learningRateThatIsNotSetFollowsTheKind() throws IOException {
    ExperimentConfig adam = load();
    assertThat(adam.pretrain().learningRate()).isEqualTo(0.001);
    assertThat(adam.finetune().learningRate()).isEqualTo(0.001);
    ExperimentConfig sgd = load(KIND + "=sgd", "finetune.optimizer.kind=sgd");
    assertThat(sgd.pretrain().learningRate()).isEqualTo(0.1);
    assertThat(sgd.finetune().learningRate()).isEqualTo(0.01);
    assertThat(sgd.isDefault("pretrain.learning-rate")).isTrue();
    assertThat(load(KIND + "=sgd").finetune().learningRate()).isEqualTo(0.001);
  }

  @Test
  void kindThatIsNotANameIsRejected() {
    assertThatThrownBy(() -> load(KIND + "=[sgd]"))
        .isInstanceOf(UserException.class)
        .hasMessage(KIND + " = [\"sgd\"] (command line): expected one of adam, sgd");
  }

  @Test
  void learningRateThatIsSetStays() throws IOException {
    assertThat(load(KIND + "=sgd", "pretrain.learning-rate=0.001").pretrain().learningRate())
        .isEqualTo(0.001);
  }

  /** As in a search over the kind. */
  @Test
  void learningRateFollowsChangesOfTheKind() throws IOException {
    ExperimentConfig sgd = with(load(), "sgd");
    assertThat(sgd.pretrain().learningRate()).isEqualTo(0.1);
    assertThat(with(sgd, "adam").pretrain().learningRate()).isEqualTo(0.001);
    assertThat(with(load("pretrain.learning-rate=0.5"), "sgd").pretrain().learningRate())
        .isEqualTo(0.5);
  }

  @Test
  void renderedTextsAreTheSameExperiment() throws IOException {
    ExperimentConfig sgd = load(KIND + "=sgd", "pretrain.learning-rate-schedule=cosine");
    for (String text :
        List.of(
            ConfigLoader.render(sgd),
            ConfigLoader.renderChanges(sgd),
            ConfigLoader.renderSet(sgd))) {
      assertThat(new ExperimentFile(folder, text).load().pretrain().optimizer())
          .isEqualTo(
              new OptimizerConfig(
                  OptimizerConfig.Kind.SGD, 0.1, OptimizerConfig.Schedule.COSINE, 0.9, 0));
    }
  }

  /** The rate that is Adam's default is not the one that gradient descent gets if none is set. */
  @Test
  void renderedTextsKeepTheRate() throws IOException {
    for (String rate : List.of("0.001", "0.01", "0.1")) {
      for (String kind : List.of("adam", "sgd")) {
        ExperimentConfig config =
            load(
                KIND + "=" + kind,
                "pretrain.learning-rate=" + rate,
                "finetune.optimizer.kind=" + kind,
                "finetune.learning-rate=" + rate);
        for (String text :
            List.of(ConfigLoader.renderChanges(config), ConfigLoader.renderSet(config))) {
          ExperimentConfig read = new ExperimentFile(folder, text).load();
          assertThat(read.pretrain().learningRate()).isEqualTo(Double.parseDouble(rate));
          assertThat(read.finetune().learningRate()).isEqualTo(Double.parseDouble(rate));
        }
      }
    }
  }

  private static ExperimentConfig with(ExperimentConfig config, String kind) {
    return ConfigLoader.with(config, Map.of(KIND, ConfigValueFactory.fromAnyRef(kind)));
  }

  private ExperimentConfig load(String... overrides) throws IOException {
    return new ExperimentFile(folder, ExperimentFile.MINIMAL).load(overrides);
  }
}
