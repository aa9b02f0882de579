package io.lautum.evaluation.predict;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.LocalSpark;
import io.lautum.ResultSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictionWriterTest {
  private static final int ROWS = 600;
  private static final int CLASSES = 1000;

  @TempDir Path folder;

  @Test
  void partitionMayTakeUpMoreThanTheDriverMayCollectAtOnce() throws IOException {
    Path output = folder.resolve("scores.csv");
    List<String> classes = IntStream.range(0, CLASSES).mapToObj(k -> "c" + k).toList();
    // 2.4 MB of probabilities.
    List<Prediction> predictions =
        IntStream.range(0, ROWS).mapToObj(PredictionWriterTest::prediction).toList();
    try (ResultSize size = ResultSize.megabyte()) {
      size.requireSet();
      PredictionWriter.of(
              new org.apache.hadoop.fs.Path(output.toUri()), ScoreForm.ALL, LocalSpark.context())
          .write(LocalSpark.context().parallelize(predictions, 1), classes);
    }

    List<String> lines = Files.readAllLines(output);
    assertThat(lines).hasSize(1 + ROWS);
    for (int i = 0; i < ROWS; i++) {
      assertThat(lines.get(1 + i)).startsWith("image " + i + ",c0," + (float) i + ",0.0,");
    }
  }

  private static Prediction prediction(int row) {
    float[] probabilities = new float[CLASSES];
    probabilities[0] = row;
    return new Prediction("image " + row, new Scores(0, probabilities, new double[3], null), null);
  }
}
