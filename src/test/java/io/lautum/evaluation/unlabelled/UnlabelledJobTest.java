package io.lautum.evaluation.unlabelled;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.RandomShards;
import io.lautum.ResultSize;
import io.lautum.SmallExperiment;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.experiment.result.Adaptation;
import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnlabelledJobTest {
  private static final int IMAGES = 600;
  private static final int CLASSES = 1000;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "40, 10000, 400",
    "40, 210, 52",
    "40, 100, 40",
    "500, 1000000, 2000",
    "3000, 1000000, 3000"
  })
  void candidatesAreFewOfTheImages(int wanted, long images, int candidates) {
    assertThat(UnlabelledJob.candidates(wanted, images)).isEqualTo(candidates);
  }

  @Test
  void probabilitiesMayTakeUpMoreThanTheDriverMayCollectAtOnce() throws IOException {
    ExperimentDirectory directory =
        new ExperimentDirectory(folder.toString(), "small", new Configuration(false));
    // 1.2 MB of probabilities per shard, and as much of the candidates for suggestions.
    DatasetSummary target = RandomShards.write(directory, 2, IMAGES, 3, CLASSES).target();
    TransferNetwork network = new TransferNetwork("mlp", RandomShards.SHAPE, CLASSES, 0);
    org.apache.hadoop.fs.Path model = new org.apache.hadoop.fs.Path(directory.root(), "model.zip");
    new TrainedModel(
            new ModelMetadata(network, target.classes(), target.normalization(), "standard"),
            RandomShards.weights(network, 10))
        .write(directory.files(), model);

    Adaptation expected = run(directory, model, "expected");
    Adaptation found;
    try (ResultSize size = ResultSize.megabyte()) {
      size.requireSet();
      found = run(directory, model, "found");
    }

    assertThat(found).usingRecursiveComparison().isEqualTo(expected);
    assertThat(found.suggestions()).hasSize(40);
    assertThat(found.predicted().stream().mapToLong(Long::longValue).sum()).isEqualTo(IMAGES);
    for (String table : List.of(".csv", "-next.csv")) {
      assertThat(folder.resolve("found" + table))
          .hasSameTextualContentAs(folder.resolve("expected" + table));
    }
    List<String> lines = Files.readAllLines(folder.resolve("found.csv"));
    assertThat(lines.subList(1, lines.size())).hasSize(IMAGES).isSorted();
  }

  private Adaptation run(
      ExperimentDirectory directory, org.apache.hadoop.fs.Path model, String name)
      throws IOException {
    CrossValidation.Image image = new CrossValidation.Image("a", 0, 0, 0, new float[] {1});
    CrossValidation validation =
        CrossValidation.of("standard", 2, 1, List.of("a"), List.of(), List.of(image));
    return new UnlabelledJob(LocalSpark.context(), SmallExperiment.load(folder), directory)
        .run(
            model,
            validation,
            null,
            new org.apache.hadoop.fs.Path(folder.resolve(name + ".csv").toUri()),
            new org.apache.hadoop.fs.Path(folder.resolve(name + "-next.csv").toUri()));
  }
}
