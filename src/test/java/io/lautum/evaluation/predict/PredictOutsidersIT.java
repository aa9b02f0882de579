package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.DataException;
import io.lautum.LocalFiles;
import io.lautum.LocalSpark;
import io.lautum.PngFixture;
import io.lautum.evaluation.outsiders.OutsiderScore;
import io.lautum.evaluation.outsiders.Separation;
import io.lautum.experiment.config.VectorsConfig;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.EmbeddingStatistics;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PredictOutsidersIT {
  private static final int IMAGES = 25;

  @TempDir Path folder;
  private TrainedModel trained;
  private Path model;
  private Path input;
  private Path outsiders;

  @BeforeEach
  void writeModelAndImages() throws IOException {
    model = folder.resolve("model.zip");
    trained = RandomModel.write(model);
    input = Files.createDirectories(folder.resolve("input"));
    outsiders = Files.createDirectories(folder.resolve("outsiders"));
    for (int i = 0; i < IMAGES; i++) {
      write(input, i);
      write(outsiders, 1000 + i);
    }
    Files.writeString(input.resolve("damaged.png"), "no image");
  }

  private static void write(Path place, int seed) throws IOException {
    Files.write(
        place.resolve("%04d.png".formatted(seed)),
        PngFixture.encode(RandomModel.HEIGHT, RandomModel.WIDTH, seed));
  }

  private float[][] outputs(String name, int first) {
    byte[][] images = new byte[IMAGES][];
    Arrays.setAll(images, i -> PngFixture.pixels(RandomModel.HEIGHT, RandomModel.WIDTH, first + i));
    List<float[]> outputs = new ArrayList<>();
    try (Predictor predictor =
        new Predictor(trained, trained.metadata().normalization(), IMAGES, Engines.AUTO)) {
      predictor.outputs(images, name, (at, rows) -> outputs.addAll(List.of(rows)));
    }
    return outputs.toArray(float[][]::new);
  }

  private double[] scores(OutsiderScore score, int first) {
    return Arrays.stream(outputs(NetworkGraph.LOGITS, first)).mapToDouble(score::of).toArray();
  }

  private PredictJob.Scored run(String output, OutsiderScore score, Path others)
      throws IOException {
    return new PredictJob(LocalSpark.context())
        .run(
            model.toString(),
            input.toString(),
            others == null ? null : others.toString(),
            folder.resolve(output).toString(),
            7,
            new ScoreForm(0, 0, score),
            VectorsConfig.DEFAULTS);
  }

  @ParameterizedTest
  @EnumSource
  void columnHasTheScoreOfEachImage(OutsiderScore score) throws IOException {
    run("scores.csv", score, null);
    List<String> lines = Files.readAllLines(folder.resolve("scores.csv"));
    assertThat(lines.get(0)).endsWith("," + score.column() + ",error");
    double[] expected = scores(score, 0);
    for (int i = 0; i < IMAGES; i++) {
      String[] cells = lines.get(1 + i).split(",", -1);
      assertThat(Double.parseDouble(cells[cells.length - 2])).isCloseTo(expected[i], within(1e-5));
    }
    assertThat(lines.get(1 + IMAGES)).contains("damaged.png,,,,,,");

    run("scores.parquet", score, null);
    List<Row> rows =
        LocalSpark.session()
            .read()
            .parquet(folder.resolve("scores.parquet").toUri().toString())
            .orderBy("path")
            .collectAsList();
    for (int i = 0; i < IMAGES; i++) {
      assertThat(rows.get(i).<Double>getAs(score.column())).isCloseTo(expected[i], within(1e-5));
    }
    assertThat(rows.get(IMAGES).<Double>getAs(score.column())).isNull();
  }

  @Test
  void separationIsThatOfBothFolders() throws IOException {
    PredictJob.Scored scored = run("scores.csv", null, outsiders);
    assertThat(scored.images()).isEqualTo(IMAGES);
    assertThat(scored.separations()).containsOnlyKeys(OutsiderScore.values());
    scored
        .separations()
        .forEach(
            (score, found) -> {
              Separation expected = Separation.of(scores(score, 0), scores(score, 1000));
              assertThat(found.insiders()).isEqualTo(IMAGES);
              assertThat(found.outsiders()).isEqualTo(IMAGES);
              // Another batch size changes last digits, and so the order of a few nearly equal
              // ones.
              assertThat(found.auroc()).isBetween(0.7, 1.0);
              assertThat(found.auroc()).isCloseTo(expected.auroc(), within(3.0 / IMAGES / IMAGES));
              assertThat(found.falsePositiveRate())
                  .isCloseTo(expected.falsePositiveRate(), within(1.0 / IMAGES));
            });
    assertThat(Files.readAllLines(folder.resolve("scores.csv")))
        .hasSize(2 + IMAGES)
        .first()
        .isEqualTo("path,label,p_plain,\"p_with, comma\",\"p_with \"\"quote\"\"\",error");
  }

  @Test
  void withoutIntactOutsidersNothingIsWritten() throws IOException {
    Path damaged = Files.createDirectories(folder.resolve("damaged"));
    Files.writeString(damaged.resolve("a.png"), "no image");
    for (int i = 0; i < IMAGES; i++) {
      Files.delete(input.resolve("%04d.png".formatted(i)));
    }
    // The outsiders come first, before the time that the others take.
    assertThatThrownBy(() -> run("scores.csv", null, damaged))
        .isInstanceOf(DataException.class)
        .hasMessage(damaged + ": no intact examples, so no scores can be compared");
    assertThat(folder.resolve("scores.csv")).doesNotExist();
  }

  /**
   * The images are those of the statistics, whose mean then moves by a deviation of each feature.
   */
  @ParameterizedTest
  @CsvSource({"0, false", "1, true"})
  void movedEmbeddingsAreDrift(float moved, boolean drifts) throws IOException {
    EmbeddingStatistics same =
        EmbeddingStatistics.of(outputs(NetworkGraph.FEATURES, 0)).orElseThrow();
    float[] mean = same.mean();
    for (int j = 0; j < mean.length; j++) {
      mean[j] += moved * same.deviation()[j];
    }
    EmbeddingStatistics other =
        new EmbeddingStatistics(
            same.count(), mean, same.deviation(), same.trace(), same.squaredTrace(), same.excess());
    new TrainedModel(trained.metadata().with(other), trained.parameters())
        .write(LocalFiles.open(), new org.apache.hadoop.fs.Path(model.toUri()));
    PredictJob.Scored scored = run("scores.csv", null, null);
    assertThat(scored.drift().isPresent()).isEqualTo(drifts);
    scored
        .drift()
        .ifPresent(
            drift -> {
              assertThat(drift.images()).isEqualTo(IMAGES);
              assertThat(drift.moved()).isCloseTo(1, within(1e-4));
            });
  }
}
