package io.lautum.evaluation.generalisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.evaluation.generalisation.GeneralisationResults.PerturbedAccuracy;
import io.lautum.evaluation.generalisation.GeneralisationResults.Row;
import io.lautum.evaluation.generalisation.GeneralisationResults.Score;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GeneralisationTablesTest {
  private static final GeneralisationResults RESULTS =
      new GeneralisationResults(
          "small",
          "digits",
          "mlp",
          1,
          2,
          100,
          60,
          List.of(
              row(
                  "vanilla",
                  64,
                  0.99,
                  0.9,
                  List.of(new PerturbedAccuracy(0.05, 0.5), new PerturbedAccuracy(1, 0.25))),
              row(
                  "spectral-norm",
                  1024,
                  0.95,
                  0.94,
                  List.of(new PerturbedAccuracy(0.05, 0.8), new PerturbedAccuracy(1, 0.4)))));

  private static Row row(
      String regularizer, int batchSize, double train, double test, List<PerturbedAccuracy> fgsm) {
    Map<String, Double> norms = new LinkedHashMap<>();
    norms.put("hidden", 12.3456);
    norms.put("logits", 1.0);
    return new Row(
        regularizer,
        batchSize,
        new Score(train, 0.1),
        new Score(test, 0.25),
        train - test,
        List.of(),
        fgsm,
        norms);
  }

  @Test
  void consoleShowsOneTablePerMeasure() {
    assertThat(new GeneralisationTables(RESULTS).text())
        .isEqualTo(
            """
Accuracy in % on digits, mlp, 2 epochs: 100 images of the training set, 60 of the test set

regulariser    minibatch  train  test  gap  test cross-entropy
-------------  ---------  -----  ----  ---  ------------------
vanilla               64   99.0  90.0  9.0               0.250
spectral-norm       1024   95.0  94.0  1.0               0.250

Test accuracy in % under a fast gradient sign attack, by size in units of the normalised image

regulariser    minibatch     0  0.05     1
-------------  ---------  ----  ----  ----
vanilla               64  90.0  50.0  25.0
spectral-norm       1024  94.0  80.0  40.0

Spectral norm of every layer's weight matrix

regulariser    minibatch  hidden  logits
-------------  ---------  ------  ------
vanilla               64   12.35    1.00
spectral-norm       1024   12.35    1.00
""");
  }

  @Test
  void markdownHasTheSameRows() {
    assertThat(new GeneralisationTables(RESULTS).markdown())
        .contains("| regulariser | minibatch | train | test | gap | test cross-entropy |")
        .contains("| spectral-norm | 1024 | 94.0 | 80.0 | 40.0 |")
        .contains("| vanilla | 64 | 12.35 | 1.00 |");
  }

  @Test
  void jsonRoundTrips() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    RESULTS.write(out);
    assertThat(
            GeneralisationResults.read(
                new ByteArrayInputStream(out.toByteArray()), "generalisation.json"))
        .isEqualTo(RESULTS);
  }
}
