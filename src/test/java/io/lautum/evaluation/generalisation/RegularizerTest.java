package io.lautum.evaluation.generalisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.RegularizationConfig;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegularizerTest {
  @TempDir Path folder;

  @Test
  void everyTrainingHasOnlyItsRegulariserAndItsMinibatchSize() {
    ExperimentConfig config =
        SmallExperiment.load(
            folder,
            "generalisation.batch-sizes=8,16",
            "generalisation.weight-decay=0.5",
            "generalisation.spectral-norm=0.25",
            "generalisation.adversarial.weight=2",
            "generalisation.adversarial.epsilon=0.75",
            "pretrain.regularization.weight-decay=9");
    List<Training> trainings = Training.of(config);
    assertThat(trainings.stream().map(Training::folder))
        .containsExactly(
            "vanilla/batch-8",
            "vanilla/batch-16",
            "weight-decay/batch-8",
            "weight-decay/batch-16",
            "adversarial/batch-8",
            "adversarial/batch-16",
            "spectral-norm/batch-8",
            "spectral-norm/batch-16");
    assertThat(trainings.stream().map(t -> t.configuration(config).pretrain().regularization()))
        .containsExactly(
            RegularizationConfig.NONE,
            RegularizationConfig.NONE,
            new RegularizationConfig(0, 0.5, 0, 0),
            new RegularizationConfig(0, 0.5, 0, 0),
            new RegularizationConfig(0, 0, 2, 0.75),
            new RegularizationConfig(0, 0, 2, 0.75),
            new RegularizationConfig(0.25, 0, 0, 0),
            new RegularizationConfig(0.25, 0, 0, 0));
    assertThat(trainings.stream().map(t -> t.configuration(config).pretrain().batchSize()))
        .containsExactly(8, 16, 8, 16, 8, 16, 8, 16);
    assertThat(trainings.get(0).configuration(config).pretrain().epochs()).isEqualTo(1);
  }

  @Test
  void unknownNameIsRejectedWithKnownNames() {
    ExperimentConfig config =
        SmallExperiment.load(folder, "generalisation.regularizers=vanilla,dropout");
    assertThatThrownBy(() -> Training.of(config))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "generalisation.regularizers = dropout: expected one or more of"
                + " vanilla, weight-decay, adversarial, spectral-norm");
  }
}
