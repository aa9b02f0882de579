package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.PngFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictSessionTest {
  @TempDir Path folder;

  @Test
  void csvNeedsNoSqlSessionAndHasTheBitsOfTheMlStage() throws IOException {
    Path model = folder.resolve("model.zip");
    RandomModel.write(model);
    Path input = Files.createDirectory(folder.resolve("input"));
    for (int i = 0; i < 5; i++) {
      byte[] png = PngFixture.encode(RandomModel.HEIGHT, RandomModel.WIDTH, 31 * i);
      Files.write(input.resolve(i + ".png"), png);
    }
    Path output = folder.resolve("scores.csv");
    JavaSparkContext spark = LocalSpark.context();
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();

    new PredictJob(spark)
        .run(model.toString(), input.toString(), output.toString(), 1, ScoreForm.ALL);

    assertThat(SparkSession.getDefaultSession().isEmpty()).isTrue();
    List<String> lines = Files.readAllLines(output);
    assertThat(lines.subList(1, lines.size())).containsExactlyElementsOf(ofStage(model, input));
  }

  private static List<String> ofStage(Path model, Path input) {
    List<String> lines = new ArrayList<>();
    List<Row> rows =
        new ImageClassifier()
            .setModelPath(model.toString())
            .setBatchSize(1)
            .transform(LocalSpark.session().read().format("binaryFile").load(input.toString()))
            .select("path", "predictedLabel", "probability")
            .orderBy("path")
            .collectAsList();
    for (Row row : rows) {
      StringBuilder line = new StringBuilder(row.getString(0)).append(',').append(quoted(row));
      for (double probability : row.<Vector>getAs(2).toArray()) {
        line.append(',').append((float) probability);
      }
      lines.add(line.append(',').toString());
    }
    return lines;
  }

  private static String quoted(Row row) {
    String label = row.getString(1);
    return label.matches("\\w+") ? label : '"' + label.replace("\"", "\"\"") + '"';
  }
}
