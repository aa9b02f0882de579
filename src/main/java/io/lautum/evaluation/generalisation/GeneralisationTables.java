package io.lautum.evaluation.generalisation;

import io.lautum.Text;
import io.lautum.experiment.result.CaptionedTable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Formats the results as tables with one row per training: accuracies with the gap, accuracies
 * under noise and under attack, and spectral norms.
 */
public final class GeneralisationTables {
  private final GeneralisationResults results;

  public GeneralisationTables(GeneralisationResults results) {
    this.results = results;
  }

  /** Returns the tables for a console. */
  public String text() {
    return tables().stream().map(CaptionedTable::text).collect(Collectors.joining("\n"));
  }

  /** Returns the tables in GitHub's Markdown. */
  public String markdown() {
    return tables().stream().map(CaptionedTable::markdown).collect(Collectors.joining("\n"));
  }

  private List<CaptionedTable> tables() {
    List<CaptionedTable> tables = new ArrayList<>(List.of(gap()));
    if (!results.rows().get(0).gaussian().isEmpty()) {
      tables.add(
          perturbed("Gaussian noise, by standard deviation", GeneralisationResults.Row::gaussian));
    }
    if (!results.rows().get(0).fgsm().isEmpty()) {
      tables.add(
          perturbed("a fast gradient sign attack, by size", GeneralisationResults.Row::fgsm));
    }
    tables.add(norms());
    return tables;
  }

  private CaptionedTable gap() {
    return table(
        Text.format(
            "Accuracy in %% on %s, %s, %d epochs: %d images of the training set, %d of the test"
                + " set",
            results.source(),
            results.architecture(),
            results.epochs(),
            results.trainExamples(),
            results.testExamples()),
        List.of("train", "test", "gap", "test cross-entropy"),
        row ->
            List.of(
                percent(row.train().accuracy()),
                percent(row.test().accuracy()),
                percent(row.gap()),
                decimal(row.test().crossEntropy(), 3)));
  }

  private CaptionedTable perturbed(
      String what,
      Function<GeneralisationResults.Row, List<GeneralisationResults.PerturbedAccuracy>> points) {
    List<String> header = new ArrayList<>(List.of("0"));
    points.apply(results.rows().get(0)).forEach(point -> header.add(size(point.size())));
    return table(
        Text.format("Test accuracy in %% under %s in units of the normalised image", what),
        header,
        row -> {
          List<String> cells = new ArrayList<>(List.of(percent(row.test().accuracy())));
          points.apply(row).forEach(point -> cells.add(percent(point.accuracy())));
          return cells;
        });
  }

  private CaptionedTable norms() {
    return table(
        "Spectral norm of every layer's weight matrix",
        List.copyOf(results.rows().get(0).spectralNorms().keySet()),
        row -> row.spectralNorms().values().stream().map(norm -> decimal(norm, 2)).toList());
  }

  private CaptionedTable table(
      String caption,
      List<String> columns,
      Function<GeneralisationResults.Row, List<String>> cells) {
    List<String> header = new ArrayList<>(List.of("regulariser", "minibatch"));
    header.addAll(columns);
    List<List<String>> rows = new ArrayList<>();
    for (GeneralisationResults.Row row : results.rows()) {
      List<String> line =
          new ArrayList<>(List.of(row.regularizer(), String.valueOf(row.batchSize())));
      line.addAll(cells.apply(row));
      rows.add(line);
    }
    return new CaptionedTable(caption, header, rows, List.of());
  }

  private static String percent(double fraction) {
    return decimal(100 * fraction, 1);
  }

  private static String decimal(double value, int decimals) {
    return Text.format("%." + decimals + "f", value);
  }

  /** Formats a size without a trailing zero. */
  private static String size(double size) {
    return String.valueOf(size).replaceAll("\\.0$", "");
  }
}
