package io.lautum.report;

import io.lautum.method.Metric;
import io.lautum.report.History.Round;
import io.lautum.report.History.Step;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Series.DataPoint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Draws training curves: one chart per quantity, with one curve per method. In addition to the
 * quantities of every method, each metric that a stage declares has a chart, with the declared
 * wording.
 */
final class TrainingCharts {
  private static final String ROUND = "averaging round";

  /** Number of workers with different styles. */
  private static final int WORKERS = 16;

  private final MethodStyles styles;
  private final Function<String, List<Metric>> declared;

  /**
   * @param declared metrics by name of the stage
   */
  TrainingCharts(MethodStyles styles, Function<String, List<Metric>> declared) {
    this.styles = styles;
    this.declared = declared;
  }

  private static Double percent(Double share) {
    return share == null ? null : 100 * share;
  }

  /** Returns one chart per quantity of pre-training that was recorded by round. */
  List<Chart> pretraining(Map<String, List<Round>> histories) {
    List<Chart> charts = new ArrayList<>();
    rounds("cross-entropy", "Source cross-entropy", "nats", histories, Round::crossEntropy)
        .ifPresent(charts::add);
    rounds(
            "source-accuracy",
            "Accuracy on the source's training set",
            "%, of up to 500 images",
            histories,
            round -> percent(round.accuracy()))
        .ifPresent(charts::add);
    rounds(
            "held-out-cross-entropy",
            "Cross-entropy of held-out source images",
            "nats",
            histories,
            round -> round.numbers().get("heldOutCrossEntropy"))
        .map(chart -> chart.explained("The model has the weights where it is smallest."))
        .ifPresent(charts::add);
    rounds(
            "held-out-accuracy",
            "Accuracy on held-out source images",
            "%",
            histories,
            round -> percent(round.numbers().get("heldOutAccuracy")))
        .ifPresent(charts::add);
    for (Metric metric : metrics(histories.keySet(), MethodName::before)) {
      rounds(
              fileName(metric),
              metric.title(),
              axis(metric),
              histories,
              round -> round.numbers().get(metric.key()))
          .map(chart -> chart.explained(note(metric)))
          .ifPresent(charts::add);
    }
    rounds(
            "learning-rate",
            "Learning rate",
            "step size of the optimiser",
            histories,
            Round::learningRate)
        .ifPresent(charts::add);
    histories.forEach((method, rounds) -> workers(method, rounds).ifPresent(charts::add));
    return charts;
  }

  /** Returns charts of the time of a round and of the share of it that is not training. */
  List<Chart> times(Map<String, List<Round>> histories) {
    return Stream.of(
            rounds("round-seconds", "Time per round", "seconds", histories, Round::seconds),
            rounds(
                "averaging-share",
                "Share of a round that is not training",
                "averaging, broadcast and waiting, %",
                histories,
                round ->
                    round.averagingSeconds() == null || round.seconds() <= 0
                        ? null
                        : 100 * Math.max(0, round.averagingSeconds()) / round.seconds()))
        .flatMap(Optional::stream)
        .toList();
  }

  /**
   * Returns the curves of fine-tuning, as means over the draws.
   *
   * @param labels labelled examples per draw
   * @param histories histories by method and draw
   */
  List<Chart> fineTuning(int labels, Map<String, SortedMap<Integer, List<Step>>> histories) {
    List<Chart> charts = new ArrayList<>();
    String on = AccuracyTable.labels(labels) + ", mean over draws";
    steps("fine-tuning-" + labels, "On " + on, "cross-entropy, nats", histories, Step::crossEntropy)
        .ifPresent(charts::add);
    for (Metric metric : metrics(histories.keySet(), MethodName::after)) {
      steps(
              "fine-tuning-" + labels + "-" + fileName(metric),
              metric.title() + " on " + on,
              axis(metric),
              histories,
              step -> step.numbers().get(metric.key()))
          .map(chart -> chart.explained(note(metric)))
          .ifPresent(charts::add);
    }
    return charts;
  }

  private Optional<Chart> steps(
      String name,
      String title,
      String yLabel,
      Map<String, SortedMap<Integer, List<Step>>> histories,
      Function<Step, Double> value) {
    Curves curves = new Curves(name, title, "step", yLabel);
    histories.forEach(
        (method, draws) -> curves.add(method, styles.of(method), means(draws, value)));
    return curves.chart();
  }

  /** Returns means over all draws, at the steps that every draw has recorded. */
  private static List<DataPoint> means(
      SortedMap<Integer, List<Step>> draws, Function<Step, Double> value) {
    SortedMap<Integer, List<Double>> byStep = new TreeMap<>();
    for (List<Step> steps : draws.values()) {
      for (Step step : steps) {
        Double y = value.apply(step);
        if (y != null) {
          byStep.computeIfAbsent(step.step(), s -> new ArrayList<>()).add(y);
        }
      }
    }
    List<DataPoint> points = new ArrayList<>();
    byStep.forEach(
        (step, values) -> {
          if (values.size() == draws.size()) {
            points.add(new DataPoint(step, Curves.mean(values)));
          }
        });
    return points;
  }

  private Optional<Chart> rounds(
      String name,
      String title,
      String yLabel,
      Map<String, List<Round>> histories,
      Function<Round, Double> value) {
    Curves curves = new Curves("pretraining-" + name, title, ROUND, yLabel);
    histories.forEach(
        (method, rounds) -> curves.add(method, styles.of(method), points(rounds, value)));
    return curves.chart();
  }

  private static Optional<Chart> workers(String method, List<Round> rounds) {
    int workers = rounds.stream().mapToInt(round -> round.workers().size()).max().orElse(0);
    Curves curves =
        new Curves(
            "pretraining-workers-" + method,
            "Each worker's cross-entropy, " + method,
            ROUND,
            "nats");
    for (int worker = 0; worker < Math.min(WORKERS, workers); worker++) {
      int index = worker;
      curves.add(
          "worker " + (worker + 1),
          worker,
          points(
              rounds, round -> index < round.workers().size() ? round.workers().get(index) : null));
    }
    return curves.chart();
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

  private Set<Metric> metrics(Collection<String> methods, Function<MethodName, String> stage) {
    Set<Metric> metrics = new LinkedHashSet<>();
    for (String method : methods) {
      metrics.addAll(declared.apply(stage.apply(MethodName.parse(method))));
    }
    return metrics;
  }

  private static String fileName(Metric metric) {
    return metric.key().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String axis(Metric metric) {
    return metric.unit().isEmpty() ? metric.title() : metric.unit();
  }

  private static String note(Metric metric) {
    return metric.description()
        + switch (metric.goal()) {
          case HIGHER -> " The transfer term increases it.";
          case LOWER -> " The transfer term decreases it.";
          case NONE -> "";
        };
  }
}
