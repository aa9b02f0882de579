package io.lautum.report;

import io.lautum.evaluate.Results;
import io.lautum.evaluate.Results.Adapted;
import io.lautum.evaluate.Results.Pretrained;
import io.lautum.report.History.Round;
import io.lautum.report.History.Step;
import io.lautum.report.LineChart.Point;
import io.lautum.report.LineChart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** The charts of a report. A method keeps its colour and symbol from chart to chart. */
final class Charts {
  /** Longer histories are shown as means over this many equal parts. */
  private static final int POINTS = 200;

  private final List<String> methods;

  /**
   * @param methods every method that any chart shows, in the order of their colours
   */
  Charts(List<String> methods) {
    this.methods = List.copyOf(methods);
  }

  /** Accuracy against the number of labelled examples, with one standard deviation each way. */
  LineChart accuracy(Results results) {
    List<Integer> counts = results.labelCounts();
    List<Series> all = new ArrayList<>();
    for (String method : results.methods()) {
      List<Point> points = new ArrayList<>();
      for (int i = 0; i < counts.size(); i++) {
        double x = i;
        results
            .row(method, counts.get(i))
            .ifPresent(
                row -> {
                  double std = row.std() == null ? 0 : 100 * row.std();
                  double y = 100 * row.mean();
                  points.add(new Point(x, y, Math.max(0, y - std), Math.min(100, y + std)));
                });
      }
      all.add(series(method, points));
    }
    return LineChart.marked(
        "Accuracy on the test set of " + results.target(),
        "labelled target examples (evenly spaced)",
        "accuracy, %; bars: ± one standard deviation over draws",
        Axis.categories(counts.stream().map(String::valueOf).toList()),
        bounded(all, 0, 100),
        all);
  }

  /** A quantity of the rounds of pre-training; empty when no method has it. */
  Optional<LineChart> rounds(
      String title,
      String yLabel,
      Map<String, List<Round>> histories,
      Function<Round, Double> value) {
    List<Series> all = new ArrayList<>();
    histories.forEach(
        (method, rounds) -> {
          List<Point> points = new ArrayList<>();
          for (Round round : rounds) {
            Double y = value.apply(round);
            if (y != null) {
              points.add(new Point(round.round(), y));
            }
          }
          if (!points.isEmpty()) {
            all.add(series(method, thinned(points)));
          }
        });
    return curves(title, "averaging round", yLabel, all);
  }

  /** Cross-entropy of fine-tuning, the mean over a method's draws at each step they share. */
  Optional<LineChart> fineTuning(
      int labels, Map<String, SortedMap<Integer, List<Step>>> histories) {
    List<Series> all = new ArrayList<>();
    histories.forEach(
        (method, draws) -> {
          SortedMap<Integer, List<Double>> bySteps = new TreeMap<>();
          for (List<Step> steps : draws.values()) {
            for (Step step : steps) {
              bySteps.computeIfAbsent(step.step(), s -> new ArrayList<>()).add(step.crossEntropy());
            }
          }
          List<Point> points = new ArrayList<>();
          bySteps.forEach(
              (step, values) -> {
                if (values.size() == draws.size()) {
                  points.add(new Point(step, mean(values)));
                }
              });
          if (!points.isEmpty()) {
            all.add(series(method, thinned(points)));
          }
        });
    return curves(
        "Fine-tuning on " + AccuracyTable.labels(labels) + ", mean over draws",
        "step",
        "cross-entropy, nats",
        all);
  }

  /** For each method, its canonical correlations before and after fine-tuning. */
  List<LineChart> correlations(List<Pretrained> before, List<Adapted> after) {
    List<LineChart> charts = new ArrayList<>();
    for (String method : methods) {
      List<Series> all = new ArrayList<>();
      for (Pretrained row : before) {
        if (row.method().equals(method) && !row.canonicalCorrelations().isEmpty()) {
          all.add(ranked("after pre-training", method, false, row.canonicalCorrelations()));
        }
      }
      for (Adapted row : after) {
        if (row.method().equals(method) && !row.canonicalCorrelations().isEmpty()) {
          String name = "after fine-tuning on " + AccuracyTable.labels(row.labels());
          all.add(ranked(name, method, true, row.canonicalCorrelations()));
        }
      }
      if (!all.isEmpty()) {
        int most = all.stream().mapToInt(s -> s.points().size()).max().orElseThrow();
        charts.add(
            LineChart.plain(
                method,
                "rank",
                "canonical correlation",
                Axis.linear(1, Math.max(2, most), 1, Math.max(2, most)),
                Axis.linear(0, 1),
                all));
      }
    }
    return charts;
  }

  /** The index of a method's colour and symbol. */
  int style(String method) {
    return Math.max(0, methods.indexOf(method));
  }

  private Series series(String method, List<Point> points) {
    return new Series(method, style(method), false, points);
  }

  private Series ranked(String name, String method, boolean dashed, List<Double> values) {
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      points.add(new Point(i + 1, values.get(i)));
    }
    return new Series(name, style(method), dashed, points);
  }

  private static Optional<LineChart> curves(
      String title, String xLabel, String yLabel, List<Series> all) {
    double[] xs = finite(all).stream().mapToDouble(Point::x).sorted().toArray();
    if (xs.length == 0) {
      return Optional.empty();
    }
    double first = xs[0];
    double last = xs[xs.length - 1];
    Axis x = first == last ? Axis.linear(first - 1, last + 1) : Axis.linear(first, last);
    return Optional.of(
        LineChart.plain(
            title, xLabel, yLabel, x, bounded(all, -Double.MAX_VALUE, Double.MAX_VALUE), all));
  }

  private static Axis bounded(List<Series> all, double least, double greatest) {
    List<Point> points = finite(all);
    double low = points.stream().mapToDouble(Point::low).min().orElse(0);
    double high = points.stream().mapToDouble(Point::high).max().orElse(1);
    return Axis.linear(low, high, least, greatest);
  }

  private static List<Point> finite(List<Series> all) {
    return all.stream().flatMap(s -> s.points().stream()).filter(Point::finite).toList();
  }

  private static List<Point> thinned(List<Point> points) {
    if (points.size() <= POINTS) {
      return points;
    }
    List<Point> means = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      List<Point> part =
          points.subList(i * points.size() / POINTS, (i + 1) * points.size() / POINTS);
      means.add(
          new Point(
              mean(part.stream().map(Point::x).toList()),
              mean(part.stream().map(Point::y).toList())));
    }
    return means;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
