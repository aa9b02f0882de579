package io.lautum.report;

import io.lautum.experiment.result.Results.Row;
import io.lautum.experiment.result.TextTable;
import io.lautum.report.chart.Axis;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Decimal;
import io.lautum.report.chart.Look;
import io.lautum.report.chart.Series;
import io.lautum.report.chart.Series.DataPoint;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.apache.commons.math3.stat.inference.TTest;

/**
 * A comparison of several runs with the first one, side by side.
 *
 * @param rows one per method and number of labels that any run has
 * @param charts one panel per method, one line per run
 * @param settings the configuration keys whose values differ
 * @param paired whether draw k of all runs has the same labelled examples, which then are compared
 *     with a paired t-test, otherwise with Welch's
 */
public record Comparison(
    List<ComparedRun> runs,
    List<ResultRow> rows,
    List<Chart> charts,
    List<Setting> settings,
    boolean paired) {

  /** The accuracies of a method at a number of labels, one cell per run. */
  public record ResultRow(String method, int labels, List<Cell> cells) {}

  /**
   * The accuracy of a run.
   *
   * @param accuracy mean ± standard deviation in percent, or a dash
   * @param difference change from the first run in percentage points, with p; empty without one
   */
  public record Cell(String accuracy, String difference) {}

  /** A configuration key with each run's value. */
  public record Setting(String key, List<String> values) {}

  /**
   * Compares runs.
   *
   * @throws IllegalArgumentException if there are fewer than two runs
   */
  public static Comparison of(List<ComparedRun> runs) {
    if (runs.size() < 2) {
      throw new IllegalArgumentException("at least two runs, got " + runs.size());
    }
    Set<String> methods = new LinkedHashSet<>();
    SortedSet<Integer> labels = new TreeSet<>();
    runs.forEach(run -> methods.addAll(run.results().methods()));
    runs.forEach(run -> labels.addAll(run.results().labelCounts()));
    boolean paired =
        runs.stream()
                .map(run -> List.of(run.results().seed(), run.results().target()))
                .distinct()
                .count()
            == 1;
    List<ResultRow> rows = new ArrayList<>();
    for (String method : methods) {
      for (int n : labels) {
        if (runs.stream().anyMatch(run -> run.results().row(method, n).isPresent())) {
          rows.add(row(runs, method, n, paired));
        }
      }
    }
    return new Comparison(
        List.copyOf(runs),
        rows,
        methods.stream().map(method -> chart(runs, method, List.copyOf(labels))).toList(),
        settings(runs),
        paired);
  }

  /** Returns the table for a console or a document. */
  public TextTable table() {
    List<String> header = new ArrayList<>(List.of("method", "labels"));
    runs.forEach(run -> header.add(run.name() + ", " + run.results().experiment()));
    List<List<String>> cells = new ArrayList<>();
    for (ResultRow row : rows) {
      List<String> line = new ArrayList<>(List.of(row.method, Integer.toString(row.labels)));
      for (Cell cell : row.cells) {
        line.add(
            cell.difference.isEmpty()
                ? cell.accuracy
                : cell.accuracy + " (" + cell.difference + ")");
      }
      cells.add(line);
    }
    return new TextTable(header, cells);
  }

  /** Returns the HTML, to be written as UTF-8. */
  public String html() {
    return Page.render("comparison.ftlh", Map.of("comparison", this));
  }

  private static ResultRow row(List<ComparedRun> runs, String method, int labels, boolean paired) {
    Optional<Row> first = runs.get(0).results().row(method, labels);
    List<Cell> cells = new ArrayList<>();
    for (ComparedRun run : runs) {
      Optional<Row> row = run.results().row(method, labels);
      String difference =
          run == runs.get(0) || first.isEmpty() || row.isEmpty()
              ? ""
              : difference(row.get(), first.get(), paired);
      cells.add(
          new Cell(
              row.map(r -> Decimal.percent(r.mean(), r.std())).orElse(Decimal.NONE), difference));
    }
    return new ResultRow(method, labels, cells);
  }

  private static String difference(Row row, Row first, boolean paired) {
    String points = Decimal.points(row.mean() - first.mean());
    Optional<Double> p =
        paired && row.draws().size() == first.draws().size()
            ? PairedComparison.of(row.draws(), first.draws()).map(PairedComparison::p)
            : welch(row.draws(), first.draws());
    return points + p.map(value -> ", p " + Decimal.p(value)).orElse("");
  }

  private static Optional<Double> welch(List<Double> one, List<Double> other) {
    if (one.size() < 2 || other.size() < 2) {
      return Optional.empty();
    }
    double p = new TTest().tTest(values(one), values(other));
    // Without spread in both runs there is no t.
    return Double.isNaN(p) ? Optional.empty() : Optional.of(p);
  }

  private static double[] values(List<Double> draws) {
    return draws.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static Chart chart(List<ComparedRun> runs, String method, List<Integer> labels) {
    List<Series> all = new ArrayList<>();
    for (int k = 0; k < runs.size(); k++) {
      // The runs are shifted sideways, so that their error bars do not overlap.
      double shift = 0.12 * (k - (runs.size() - 1) / 2.0);
      List<DataPoint> points = new ArrayList<>();
      for (int i = 0; i < labels.size(); i++) {
        double x = i + Math.max(-0.4, Math.min(0.4, shift));
        runs.get(k)
            .results()
            .row(method, labels.get(i))
            .ifPresent(row -> points.add(DataPoint.ofShare(x, row.mean(), row.std())));
      }
      if (!points.isEmpty()) {
        all.add(new Series(runs.get(k).name(), k, Look.MARKED, points));
      }
    }
    List<DataPoint> points = all.stream().flatMap(s -> s.points().stream()).toList();
    return new Chart(
        "comparison-" + method,
        method,
        "labelled target examples (evenly spaced)",
        "accuracy, %; bars ± 1 standard deviation",
        Axis.categories(labels.stream().map(String::valueOf).toList()),
        Axis.linear(
            points.stream().mapToDouble(DataPoint::low).min().orElse(0),
            points.stream().mapToDouble(DataPoint::high).max().orElse(100),
            0,
            100),
        all);
  }

  private static List<Setting> settings(List<ComparedRun> runs) {
    SortedSet<String> keys = new TreeSet<>();
    runs.forEach(run -> keys.addAll(run.configuration().keySet()));
    List<Setting> settings = new ArrayList<>();
    for (String key : keys) {
      List<String> values =
          runs.stream().map(run -> run.configuration().getOrDefault(key, "not set")).toList();
      if (values.stream().anyMatch(value -> !Objects.equals(value, values.get(0)))) {
        settings.add(new Setting(key, values));
      }
    }
    return settings;
  }
}
