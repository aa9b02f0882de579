package io.lautum.report;

import io.lautum.Text;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.chart.Axis;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The accuracies for a page: one table of means with marks, and one of every draw.
 *
 * @param labels the numbers of labelled examples, one per column
 * @param methods one per row
 * @param groups all draws, by number of labelled examples
 * @param marked whether any mean has a mark, so that the page must explain the marks
 */
public record ResultsTable(
    List<Integer> labels, List<MethodRow> methods, List<Group> groups, boolean marked) {

  /** A method's means, one cell per number of labels. */
  public record MethodRow(String method, List<Cell> cells) {}

  /**
   * A mean over draws.
   *
   * @param accuracy mean ± standard deviation in percent
   * @param marks significant differences from the baselines
   * @param best whether no other method has a higher mean
   */
  public record Cell(String accuracy, List<Mark> marks, boolean best) {}

  /** A symbol and its meaning. */
  public record Mark(String symbol, String meaning) {}

  /**
   * The rows of one number of labels.
   *
   * @param ticks ticks of the axis that the strips share
   * @param scratch position of scratch's mean on that axis, or null
   */
  public record Group(int labels, List<Tick> ticks, String scratch, List<DrawRow> rows) {}

  /** A label of the strips' axis. */
  public record Tick(String at, String text) {}

  /**
   * A method at one number of labels.
   *
   * @param paper the published accuracy in percent, or a dash
   */
  public record DrawRow(int style, RowDetail detail, DrawStrip strip, String paper) {}

  static ResultsTable of(Results results, MethodStyles styles) {
    BaselineComparisons standard = new BaselineComparisons(results, MethodName.STANDARD);
    BaselineComparisons scratch = new BaselineComparisons(results, MethodName.SCRATCH);
    List<MethodRow> methods = new ArrayList<>();
    for (String method : results.methods()) {
      List<Cell> cells = new ArrayList<>();
      for (int n : results.labelCounts()) {
        cells.add(
            results
                .row(method, n)
                .map(row -> cell(row, results, standard, scratch))
                .orElse(new Cell(Decimal.NONE, List.of(), false)));
      }
      methods.add(new MethodRow(method, cells));
    }
    boolean marked =
        methods.stream().flatMap(m -> m.cells().stream()).anyMatch(c -> !c.marks().isEmpty());
    return new ResultsTable(
        results.labelCounts(),
        methods,
        results.labelCounts().stream()
            .map(n -> group(n, results, styles, standard, scratch))
            .toList(),
        marked);
  }

  private static Cell cell(
      Row row, Results results, BaselineComparisons standard, BaselineComparisons scratch) {
    List<Mark> marks = new ArrayList<>();
    mark(scratch.of(row), MethodName.SCRATCH, "▲", "▼").ifPresent(marks::add);
    mark(standard.of(row), MethodName.STANDARD, "↑", "↓").ifPresent(marks::add);
    List<Row> others = results.rows().stream().filter(r -> r.labels() == row.labels()).toList();
    boolean best = others.size() > 1 && Remarks.best(others) == row;
    return new Cell(Decimal.percent(row.mean(), row.std()), marks, best);
  }

  private static Optional<Mark> mark(
      Optional<PairedComparison> comparison, String baseline, String above, String below) {
    return comparison
        .filter(PairedComparison::isSignificant)
        .map(
            c ->
                new Mark(
                    c.difference() > 0 ? above : below,
                    Text.format(
                        "%s %s, p %s, corrected %s",
                        c.difference() > 0 ? "above" : "below",
                        baseline,
                        Decimal.p(c.p()),
                        Decimal.p(c.corrected()))));
  }

  private static Group group(
      int labels,
      Results results,
      MethodStyles styles,
      BaselineComparisons standard,
      BaselineComparisons scratch) {
    List<Row> rows = results.rows().stream().filter(r -> r.labels() == labels).toList();
    Axis axis = DrawStrip.axis(rows);
    return new Group(
        labels,
        axis.ticks().stream()
            .map(t -> new Tick(DrawStrip.at(axis, t.value() / 100), t.label()))
            .toList(),
        results
            .row(MethodName.SCRATCH, labels)
            .map(row -> DrawStrip.at(axis, row.mean()))
            .orElse(null),
        rows.stream()
            .map(
                row -> {
                  Double paper = AccuracyTable.paper(results, row.method(), labels);
                  return new DrawRow(
                      styles.of(row.method()),
                      RowDetail.of(row, standard, scratch),
                      DrawStrip.of(row, axis),
                      paper == null ? Decimal.NONE : Decimal.percent(paper));
                })
            .toList());
  }
}
