package io.lautum.report.export;

import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.experiment.storage.CsvLine;
import java.util.List;

/**
 * Results as comma-separated values (RFC 4180), one line per draw. Accuracies are fractions at full
 * precision; a value that was not measured is empty.
 */
final class ResultsCsv {
  private static final List<String> HEADER =
      List.of(
          "experiment",
          "source",
          "target",
          "method",
          "labels",
          "draw",
          "accuracy",
          "mean",
          "std",
          "cross_entropy",
          "calibration_error");

  private ResultsCsv() {}

  static String of(Results results) {
    StringBuilder text = new StringBuilder(CsvLine.of(HEADER));
    for (Row row : results.rows()) {
      for (int draw = 1; draw <= row.draws().size(); draw++) {
        text.append(
            CsvLine.of(
                List.of(
                    results.experiment(),
                    results.source(),
                    results.target(),
                    row.method(),
                    row.labels(),
                    draw,
                    row.draws().get(draw - 1),
                    row.mean(),
                    text(row.std()),
                    text(row.crossEntropy()),
                    text(row.ece()))));
      }
    }
    return text.toString();
  }

  private static String text(Double value) {
    return value == null ? "" : value.toString();
  }
}
