package io.lautum.pipeline;

import static io.lautum.experiment.stage.ExistingResults.RESTART_UNFINISHED;
import static io.lautum.experiment.stage.ExistingResults.RESUME_UNFINISHED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.FileStates;
import io.lautum.SmallExperiment;
import io.lautum.UserException;
import io.lautum.WrittenFormats;
import io.lautum.evaluation.generalisation.GeneralisationResults;
import io.lautum.evaluation.generalisation.GeneralisationResults.Row;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.ExistingResults;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneralisationPipelineIT extends ExperimentFixture {
  private static final String[] OVERRIDES = {
    "generalisation.batch-sizes=8,16",
    "generalisation.regularizers=vanilla,adversarial,spectral-norm",
    "generalisation.spectral-norm=5",
    "generalisation.train-sample=101",
    "generalisation.gaussian=[0.3]",
    "generalisation.fgsm=[0.1, 0.4]",
    "pretrain.epochs=4",
    "pretrain.learning-rate=0.005"
  };

  @Test
  void comparesTrainingsAndKeepsThem() throws IOException {
    new Pipeline(experiment(), RESTART_UNFINISHED).prepare();
    GeneralisationResults results = pipeline(RESTART_UNFINISHED).run();

    assertThat(results.trainExamples()).isEqualTo(101);
    assertThat(results.testExamples()).isEqualTo(60);
    assertThat(results.rows().stream().map(row -> row.regularizer() + " " + row.batchSize()))
        .containsExactly(
            "vanilla 8",
            "vanilla 16",
            "adversarial 8",
            "adversarial 16",
            "spectral-norm 8",
            "spectral-norm 16");
    for (Row row : results.rows()) {
      assertThat(row.gap())
          .isCloseTo(row.train().accuracy() - row.test().accuracy(), within(1e-12));
      assertThat(row.gaussian()).hasSize(1);
      assertThat(row.fgsm()).hasSize(2);
      assertThat(row.fgsm().get(1).accuracy()).isLessThan(row.test().accuracy());
    }
    assertThat(results.rows().get(0).train().accuracy()).isGreaterThan(0.5);
    Map<String, Double> plain = results.rows().get(0).spectralNorms();
    results
        .rows()
        .get(4)
        .spectralNorms()
        .forEach((layer, norm) -> assertThat(norm).as(layer).isLessThan(0.8 * plain.get(layer)));

    assertThat(WrittenFormats.of(workdir).others()).isEmpty();
    FileStates before = states();
    assertThat(before.files())
        .contains(
            "resolved.conf",
            "vanilla/batch-8/model.zip",
            "vanilla/batch-8/history.jsonl",
            "vanilla/batch-8/_SUCCESS",
            "spectral-norm/batch-16/model.zip",
            "results/generalisation.json",
            "results/generalisation.md",
            "results/_SUCCESS");
    sparkRequests = 0;
    assertThat(pipeline(RESUME_UNFINISHED).run()).isEqualTo(results);
    assertThat(sparkRequests).as("requests although everything is finished").isZero();

    rejectsOtherTrainings(before);
    measuresAgainWithoutTraining(before);
    createsOnlyMissingArtefacts();
  }

  private void rejectsOtherTrainings(FileStates before) throws IOException {
    assertThatThrownBy(() -> pipeline(RESTART_UNFINISHED, "generalisation.spectral-norm=6").run())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("generalisation/spectral-norm/batch-8")
        .hasMessageContaining("pretrain.regularization.spectral-norm was 5.0, is 6.0");
    assertThatThrownBy(() -> pipeline(RESTART_UNFINISHED, "pretrain.epochs=5").run())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("pretrain.epochs was 4, is 5");
    assertThat(states()).isEqualTo(before);
  }

  private void measuresAgainWithoutTraining(FileStates before) throws IOException {
    GeneralisationResults results = pipeline(RESTART_UNFINISHED, "generalisation.fgsm=[0.2]").run();
    assertThat(results.rows()).allMatch(row -> row.fgsm().size() == 1);
    assertThat(before.changedIn(states()))
        .containsExactlyInAnyOrder(
            "resolved.conf",
            "results/generalisation.json",
            "results/generalisation.md",
            "results/_SUCCESS");
  }

  private void createsOnlyMissingArtefacts() throws IOException {
    Files.delete(workdir.resolve("small/generalisation/vanilla/batch-8/_SUCCESS"));
    FileStates before = states();
    pipeline(RESTART_UNFINISHED, "generalisation.regularizers=vanilla,weight-decay").run();
    assertThat(before.changedIn(states()))
        .contains("vanilla/batch-8/model.zip")
        .noneMatch(file -> file.startsWith("vanilla/batch-16"));
    assertThat(before.addedIn(states()))
        .contains("weight-decay/batch-8/model.zip", "weight-decay/batch-16/model.zip");
  }

  @Test
  void missingShardsAreReported() {
    assertThatThrownBy(() -> pipeline(RESTART_UNFINISHED).run())
        .isInstanceOf(UserException.class)
        .hasMessageContaining("run prepare first");
    assertThat(sparkRequests).isZero();
  }

  private GeneralisationPipeline pipeline(ExistingResults existing, String... overrides) {
    return new GeneralisationPipeline(experiment(overrides), existing);
  }

  @Override
  ExperimentConfig load(String... overrides) {
    List<String> all = new ArrayList<>(List.of(OVERRIDES));
    all.addAll(List.of(overrides));
    return SmallExperiment.load(workdir, all.toArray(String[]::new));
  }

  @Override
  FileStates states() throws IOException {
    return FileStates.of(workdir.resolve("small/generalisation"));
  }
}
