package io.lautum.report.export;

import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
    StringBuilder text = new StringBuilder(line(HEADER.stream()));
    for (Row row : results.rows()) {
      for (int draw = 1; draw <= row.draws().size(); draw++) {
        text.append(
            line(
                Stream.of(
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
                        text(row.ece()))
                    .map(Object::toString)));
      }
    }
    return text.toString();
  }

  private static String text(Double value) {
    return value == null ? "" : value.toString();
  }

  private static String line(Stream<String> cells) {
    return cells.map(ResultsCsv::quoted).collect(Collectors.joining(",", "", "\r\n"));
  }

  private static String quoted(String cell) {
    return cell.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
        ? '"' + cell.replace("\"", "\"\"") + '"'
        : cell;
  }
}
