package io.lautum.report;

import io.lautum.evaluate.Results;
import io.lautum.evaluate.Results.Adapted;
import io.lautum.evaluate.Results.Pretrained;
import io.lautum.report.History.Round;
import io.lautum.report.History.Step;
import io.lautum.shard.Manifest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Everything that a report shows, in the order of its sections. Lists are empty, and {@code
 * confusion}, {@code manifest}, {@code provenance} and {@code configuration} null, where the
 * experiment has no such file; the template then says so.
 *
 * @param fineTuning curves at the largest number of labels
 * @param dependence of the networks on the target inputs, before and after fine-tuning
 */
public record Report(
    Results results,
    List<String> verdict,
    AccuracyTable table,
    List<RowDetail> details,
    LineChart accuracy,
    ConfusionMatrix confusion,
    List<Pretraining> pretraining,
    List<LineChart> curves,
    List<LineChart> fineTuning,
    List<LineChart> correlations,
    List<Correlation> dependence,
    Manifest manifest,
    Provenance provenance,
    String configuration) {

  /**
   * A measurement of the network against the target inputs, as texts.
   *
   * @param when after which stage
   * @param lautumInformation in nats
   * @param correlations canonical correlations, descending
   */
  public record Correlation(
      String method, String when, String lautumInformation, List<String> correlations) {}

  /**
   * Assembles the report of an experiment.
   *
   * @param directory holds {@code results.json}; every other file may be missing
   * @throws io.lautum.DataException when {@code results.json} is missing, or a file malformed
   */
  public static Report of(FileSystem fileSystem, Path directory) {
    ExperimentFiles files = new ExperimentFiles(fileSystem, directory);
    Results results = files.results();
    Map<String, List<Round>> rounds = new LinkedHashMap<>();
    for (String method : methods(results, files)) {
      rounds.put(method, files.rounds(method));
    }
    Charts charts = new Charts(List.copyOf(rounds.keySet()));
    return new Report(
        results,
        Remarks.verdict(results),
        AccuracyTable.of(results),
        results.rows().stream().map(row -> RowDetail.of(row, results)).toList(),
        results.rows().isEmpty() ? null : charts.accuracy(results),
        ConfusionMatrix.ofBest(results).orElse(null),
        pretraining(results, rounds),
        curves(charts, rounds),
        fineTuning(charts, results, files),
        charts.correlations(results.pretrain(), atMostLabels(results.adapted())),
        dependence(results, List.copyOf(rounds.keySet())),
        files.manifest().orElse(null),
        files.provenance().orElse(null),
        files.configuration().orElse(null));
  }

  private static Set<String> methods(Results results, ExperimentFiles files) {
    Set<String> methods = new LinkedHashSet<>(results.methods());
    results.pretrain().forEach(row -> methods.add(row.method()));
    results.adapted().forEach(row -> methods.add(row.method()));
    methods.addAll(files.pretrainedMethods());
    return methods;
  }

  private static List<Pretraining> pretraining(Results results, Map<String, List<Round>> rounds) {
    List<Pretraining> rows = new ArrayList<>();
    rounds.forEach(
        (method, history) -> {
          Pretrained measured =
              results.pretrain().stream()
                  .filter(row -> row.method().equals(method))
                  .findFirst()
                  .orElse(null);
          if (measured != null || !history.isEmpty()) {
            rows.add(Pretraining.of(method, measured, history));
          }
        });
    return rows;
  }

  private static List<LineChart> curves(Charts charts, Map<String, List<Round>> rounds) {
    List<LineChart> curves = new ArrayList<>();
    charts
        .rounds(
            "Source cross-entropy during pre-training",
            "cross-entropy, nats",
            rounds,
            Round::crossEntropy)
        .ifPresent(curves::add);
    charts
        .rounds(
            "Lautum information during pre-training",
            "Lautum information, nats",
            rounds,
            Round::lautumInformation)
        .ifPresent(curves::add);
    charts
        .rounds(
            "Maximum mean discrepancy of source and target during pre-training",
            "MMD²",
            rounds,
            Round::squaredMmd)
        .ifPresent(curves::add);
    return curves;
  }

  private static List<LineChart> fineTuning(Charts charts, Results results, ExperimentFiles files) {
    int labels = results.labelCounts().stream().mapToInt(n -> n).max().orElse(0);
    Map<String, SortedMap<Integer, List<Step>>> steps = new LinkedHashMap<>();
    for (String method : results.methods()) {
      steps.put(method, files.steps(method, labels));
    }
    return charts.fineTuning(labels, steps).map(List::of).orElse(List.of());
  }

  /** One chart holds two lines a method: more numbers of labels would hide them. */
  private static List<Adapted> atMostLabels(List<Adapted> adapted) {
    int most = adapted.stream().mapToInt(Adapted::labels).max().orElse(0);
    return adapted.stream().filter(row -> row.labels() == most).toList();
  }

  private static List<Correlation> dependence(Results results, List<String> methods) {
    List<Correlation> rows = new ArrayList<>();
    for (Pretrained row : results.pretrain()) {
      if (row.lautumInformation() != null || !row.canonicalCorrelations().isEmpty()) {
        rows.add(
            correlation(
                row.method(),
                "pre-training",
                row.lautumInformation(),
                row.canonicalCorrelations()));
      }
    }
    for (Adapted row : results.adapted()) {
      rows.add(
          correlation(
              row.method(),
              "fine-tuning on " + AccuracyTable.labels(row.labels()),
              row.lautumInformation(),
              row.canonicalCorrelations()));
    }
    // Stable: each method's network before fine-tuning, then after it.
    rows.sort(Comparator.comparingInt(row -> methods.indexOf(row.method())));
    return rows;
  }

  private static Correlation correlation(
      String method, String when, Double information, List<Double> correlations) {
    return new Correlation(
        method,
        when,
        Decimal.optional(information, 3),
        correlations.stream().map(value -> Decimal.fixed(value, 3)).toList());
  }
}
