package io.lautum.report;

import io.lautum.report.History.Round;
import io.lautum.report.History.Step;
import io.lautum.report.chart.Axis;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Look;
import io.lautum.report.chart.Series;
import io.lautum.report.chart.Series.DataPoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** Training curves: a quantity of every round or step, a line a method. */
final class TrainingCharts {
  /** Longer histories are shown as means over this many equal parts. */
  private static final int POINTS = 150;

  /** An axis begins at zero if the least value is below this share of the greatest. */
  private static final double FROM_ZERO = 0.35;

  private static final String ROUND = "averaging round";

  /** Styles tell that many workers apart. */
  private static final int WORKERS = 16;

  private final MethodStyles styles;

  TrainingCharts(MethodStyles styles) {
    this.styles = styles;
  }

  /** Everything that was recorded of pre-training by round. */
  List<Chart> pretraining(Map<String, List<Round>> histories) {
    List<Chart> charts = new ArrayList<>();
    rounds("cross-entropy", "Source cross-entropy", "nats", histories, Round::crossEntropy)
        .ifPresent(charts::add);
    rounds(
            "source-accuracy",
            "Accuracy on the source's training set",
            "%, of up to 500 images",
            histories,
            round -> round.accuracy() == null ? null : 100 * round.accuracy())
        .ifPresent(charts::add);
    rounds(
            "lautum-information",
            "Lautum information",
            "nats, moments of the running average",
            histories,
            Round::lautumInformation)
        .ifPresent(charts::add);
    rounds(
            "mmd",
            "Maximum mean discrepancy of source and target",
            "squared MMD",
            histories,
            Round::squaredMmd)
        .ifPresent(charts::add);
    rounds("learning-rate", "Learning rate", "step size of Adam", histories, Round::learningRate)
        .ifPresent(charts::add);
    histories.forEach((method, rounds) -> workers(method, rounds).ifPresent(charts::add));
    return charts;
  }

  /** Where the time of a round goes. */
  List<Chart> times(Map<String, List<Round>> histories) {
    List<Chart> charts = new ArrayList<>();
    rounds("round-seconds", "Time of a round", "seconds", histories, Round::seconds)
        .ifPresent(charts::add);
    rounds(
            "averaging-share",
            "Share of a round that is not training",
            "averaging, broadcast and waiting, %",
            histories,
            round ->
                round.averagingSeconds() == null || round.seconds() <= 0
                    ? null
                    : 100 * Math.max(0, round.averagingSeconds()) / round.seconds())
        .ifPresent(charts::add);
    return charts;
  }

  /** Cross-entropy of fine-tuning, the mean over a method's draws at each step they share. */
  Optional<Chart> fineTuning(int labels, Map<String, SortedMap<Integer, List<Step>>> histories) {
    List<Series> all = new ArrayList<>();
    histories.forEach(
        (method, draws) -> {
          SortedMap<Integer, List<Double>> bySteps = new TreeMap<>();
          for (List<Step> steps : draws.values()) {
            for (Step step : steps) {
              bySteps.computeIfAbsent(step.step(), s -> new ArrayList<>()).add(step.crossEntropy());
            }
          }
          List<DataPoint> points = new ArrayList<>();
          bySteps.forEach(
              (step, values) -> {
                if (values.size() == draws.size()) {
                  points.add(new DataPoint(step, mean(values)));
                }
              });
          add(all, method, points);
        });
    return chart(
        "fine-tuning-" + labels,
        "On " + AccuracyTable.labels(labels) + ", mean over draws",
        "step",
        "cross-entropy, nats",
        all);
  }

  private Optional<Chart> rounds(
      String name,
      String title,
      String yLabel,
      Map<String, List<Round>> histories,
      Function<Round, Double> value) {
    List<Series> all = new ArrayList<>();
    histories.forEach((method, rounds) -> add(all, method, points(rounds, value)));
    return chart("pretraining-" + name, title, ROUND, yLabel, all);
  }

  private static Optional<Chart> workers(String method, List<Round> rounds) {
    int workers = rounds.stream().mapToInt(round -> round.workers().size()).max().orElse(0);
    List<Series> all = new ArrayList<>();
    for (int worker = 0; worker < Math.min(WORKERS, workers); worker++) {
      int index = worker;
      List<DataPoint> points =
          points(
              rounds, round -> index < round.workers().size() ? round.workers().get(index) : null);
      all.add(new Series("worker " + (worker + 1), worker, Look.LINE, thinned(points)));
    }
    return chart(
        "pretraining-workers-" + method,
        "Each worker's cross-entropy, " + method,
        ROUND,
        "nats",
        all);
  }

  private static List<DataPoint> points(List<Round> rounds, Function<Round, Double> value) {
    List<DataPoint> points = new ArrayList<>();
    for (Round round : rounds) {
      Double y = value.apply(round);
      if (y != null) {
        points.add(new DataPoint(round.round(), y));
      }
    }
    return points;
  }

  private void add(List<Series> all, String method, List<DataPoint> points) {
    if (!points.isEmpty()) {
      all.add(new Series(method, styles.of(method), Look.LINE, thinned(points)));
    }
  }

  private static Optional<Chart> chart(
      String name, String title, String xLabel, String yLabel, List<Series> all) {
    List<DataPoint> points =
        all.stream().flatMap(s -> s.points().stream()).filter(DataPoint::finite).toList();
    if (points.isEmpty()) {
      return Optional.empty();
    }
    double first = points.stream().mapToDouble(DataPoint::x).min().orElseThrow();
    double last = points.stream().mapToDouble(DataPoint::x).max().orElseThrow();
    double low = points.stream().mapToDouble(DataPoint::low).min().orElseThrow();
    double high = points.stream().mapToDouble(DataPoint::high).max().orElseThrow();
    // A curve of one round is a point, which a line would not show.
    List<Series> shown =
        first == last
            ? all.stream()
                .map(s -> new Series(s.name(), s.style(), Look.POINTS, s.points()))
                .toList()
            : all;
    Axis x = first == last ? Axis.linear(first - 1, last + 1) : Axis.linear(first, last);
    // From zero where that costs little, so that lengths can be compared.
    double from = low > 0 && low < FROM_ZERO * high ? 0 : low;
    Axis y = low >= 0 ? Axis.linear(from, high, 0, Double.MAX_VALUE) : Axis.linear(low, high);
    return Optional.of(new Chart(name, title, xLabel, yLabel, x, y, shown));
  }

  private static List<DataPoint> thinned(List<DataPoint> points) {
    if (points.size() <= POINTS) {
      return points;
    }
    List<DataPoint> means = new ArrayList<>();
    for (int i = 0; i < POINTS; i++) {
      List<DataPoint> part =
          points.subList(i * points.size() / POINTS, (i + 1) * points.size() / POINTS);
      means.add(
          new DataPoint(
              mean(part.stream().map(DataPoint::x).toList()),
              mean(part.stream().map(DataPoint::y).toList())));
    }
    return means;
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
