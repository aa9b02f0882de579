package io.lautum;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.pipeline.ml.TransferClassificationModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example of the documentation, and reads its model in another process. */
class TransferClassifierExampleIT {
  private static final Pattern ACCURACY = Pattern.compile("(?m)^accuracy ([0-9.]+)$");

  @TempDir Path folder;

  @Test
  void documentationShowsTheExample() throws Exception {
    String page = Files.readString(Path.of("docs/spark-ml.md"));
    int start = page.indexOf("```java\n") + 8;
    String shown = page.substring(start, page.indexOf("```", start));
    String file = "src/test/java/io/lautum/pipeline/ml/TransferClassifierExample.java";
    assertThat(Files.readString(Path.of(file)).replaceAll("(?m)^    ", "")).contains(shown);
  }

  @Test
  void modelOfAnotherProcessGivesTheSamePredictions() throws Exception {
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                PagesIT.firstCommands("spark-ml.md").replace("runs-example", "\"$0\""),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
    String text = WrittenFiles.text(log);
    assertThat(process.exitValue()).as(text).isZero();
    Matcher accuracy = ACCURACY.matcher(text);
    assertThat(accuracy.find()).as(text).isTrue();
    // The best classifier is right in 87 % of the rows.
    assertThat(Double.parseDouble(accuracy.group(1))).isBetween(0.8, 0.95);
    assertThat(text).contains("ValidationResult[rows=80, accuracy=0.");
    requireSamePredictions(folder);
  }

  /**
   * Checks that the model that the example has saved gives its predictions here.
   *
   * @param written the example's folder
   */
  static void requireSamePredictions(Path written) {
    Dataset<Row> scores = LocalSpark.session().read().parquet(written.resolve("scores").toString());
    TransferClassificationModel model =
        TransferClassificationModel.load(written.resolve("model").toString());
    String[] added = {"prediction", "predictedLabel", "probability", "rawPrediction"};
    assertThat(model.transform(scores.drop(added)).collectAsList())
        .hasSize(400)
        .isEqualTo(scores.collectAsList());
  }
}
