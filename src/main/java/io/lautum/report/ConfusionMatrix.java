package io.lautum.report;

import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Counts of predictions by true class, with each cell's share of its row for shading.
 *
 * @param method method whose predictions are counted
 * @param labels number of labelled examples that the method was fine-tuned on
 * @param draws number of draws over which the counts are summed
 * @param rows one per true class
 */
public record ConfusionMatrix(
    String method, int labels, int draws, List<String> classes, List<ClassRow> rows) {

  /**
   * @param accuracy share of this class's examples that were recognised, in percent; a dash without
   *     examples
   */
  public record ClassRow(String trueClass, List<Cell> cells, String accuracy) {}

  /**
   * @param share fraction of the row, 0 to 1
   */
  public record Cell(long count, double share, boolean correct) {}

  /**
   * Returns the matrix of the most accurate method, at the largest number of labels with a recorded
   * matrix.
   */
  static Optional<ConfusionMatrix> ofBest(Results results) {
    List<Row> recorded = results.rows().stream().filter(r -> !r.confusion().isEmpty()).toList();
    if (recorded.isEmpty()) {
      return Optional.empty();
    }
    int most = recorded.stream().mapToInt(Row::labels).max().orElseThrow();
    return Optional.of(
        of(
            Remarks.best(recorded.stream().filter(r -> r.labels() == most).toList()),
            results.classes()));
  }

  private static ConfusionMatrix of(Row row, List<String> classes) {
    return of(row.method(), row.labels(), row.draws().size(), classes, row.confusion());
  }

  /** Returns the matrix of counts; rows are true classes, columns predicted ones. */
  static ConfusionMatrix of(
      String method, int labels, int draws, List<String> classes, List<List<Long>> confusion) {
    List<ClassRow> rows = new ArrayList<>();
    for (int i = 0; i < classes.size(); i++) {
      List<Long> counts = confusion.get(i);
      long total = counts.stream().mapToLong(Long::longValue).sum();
      List<Cell> cells = new ArrayList<>();
      for (int j = 0; j < counts.size(); j++) {
        double share = total == 0 ? 0 : (double) counts.get(j) / total;
        cells.add(new Cell(counts.get(j), share, i == j));
      }
      String accuracy = total == 0 ? Decimal.NONE : Decimal.percent(cells.get(i).share());
      rows.add(new ClassRow(classes.get(i), cells, accuracy));
    }
    return new ConfusionMatrix(method, labels, draws, classes, rows);
  }
}
