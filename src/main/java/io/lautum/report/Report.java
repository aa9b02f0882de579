package io.lautum.report;

import io.lautum.Text;
import io.lautum.experiment.result.CaptionedTable;
import io.lautum.experiment.result.Inspection;
import io.lautum.experiment.result.Inspection.FeatureProjection;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Pretrained;
import io.lautum.method.Metric;
import io.lautum.method.TransferMethods;
import io.lautum.method.gaussian.Lautum;
import io.lautum.report.History.Round;
import io.lautum.report.History.Step;
import io.lautum.report.chart.Chart;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The contents of a report. If a file is missing, for example because the experiment is still
 * running, the lists made from that file are empty and its other parts are null; the template then
 * states what is missing.
 *
 * @param name name of the experiment
 * @param state progress of the experiment; null if unknown
 * @param verdict null without results, like {@code table} and {@code results}
 * @param table accuracies as text, with caption and remarks
 * @param accuracies table of the page
 * @param choices how the method auto chose the methods of the draws
 * @param accuracyCharts one panel per method
 * @param perClass chart of the accuracy by class
 * @param perClassTable numbers of {@code perClass}
 * @param features numbers of {@code featureCharts}
 * @param dependence dependence of the networks on the target inputs, before and after fine-tuning
 */
public record Report(
    String name,
    RunState state,
    Results results,
    Verdict verdict,
    CaptionedTable table,
    ResultsTable accuracies,
    List<ChoiceTable> choices,
    List<Chart> accuracyCharts,
    ConfusionMatrix confusion,
    Chart perClass,
    PerClassAccuracy perClassTable,
    List<Chart> calibration,
    Gallery gallery,
    List<Pretraining> pretraining,
    List<Chart> pretrainingCharts,
    List<Chart> fineTuningCharts,
    List<Chart> correlationCharts,
    List<Dependence> dependence,
    List<FeatureProjection> features,
    FeatureCharts featureCharts,
    StageTable stages,
    List<Chart> timeCharts,
    DataCard data,
    Provenance provenance,
    String configuration) {

  /**
   * Assembles the report of an experiment.
   *
   * @param directory folder of the experiment; every file may be missing
   * @throws io.lautum.DataException if a file is malformed
   */
  public static Report of(FileSystem fileSystem, Path directory) {
    return of(fileSystem, directory, TransferMethods::metrics);
  }

  /**
   * Assembles the report of an experiment.
   *
   * @param metrics declared metrics by name of the stage
   */
  static Report of(FileSystem fileSystem, Path directory, Function<String, List<Metric>> metrics) {
    ExperimentFiles files = new ExperimentFiles(fileSystem, directory);
    Optional<Results> found = files.results();
    Results results = found.orElse(null);
    Map<String, List<Round>> rounds = new LinkedHashMap<>();
    for (String method : methods(found, files)) {
      rounds.put(method, files.rounds(method));
    }
    MethodStyles styles = new MethodStyles(List.copyOf(rounds.keySet()));
    TrainingCharts training = new TrainingCharts(styles, metrics);
    Optional<Inspection> inspection = files.inspection();
    List<FeatureProjection> features = inspection.map(Inspection::features).orElse(List.of());
    Optional<String> configuration = files.configuration();
    boolean measured = results != null && !results.rows().isEmpty();
    PerClassAccuracy perClass = measured ? PerClassAccuracy.of(results) : null;
    ErrorCharts errors = measured ? new ErrorCharts(results, styles) : null;
    return new Report(
        // The path is rebuilt from its text: a URI of a folder may end in a slash, and its name
        // would be empty.
        found.map(Results::experiment).orElse(new Path(directory.toString()).getName()),
        configuration.map(text -> RunState.of(files, text, rounds)).orElse(null),
        results,
        found.map(Verdict::of).orElse(null),
        found.map(AccuracyTable::of).orElse(null),
        measured ? ResultsTable.of(results, styles) : null,
        choices(found, files),
        measured ? new AccuracyCharts(results, styles).charts() : List.of(),
        found.flatMap(ConfusionMatrix::ofBest).orElse(null),
        measured ? errors.perClass(perClass).orElse(null) : null,
        perClass,
        measured ? errors.calibration() : List.of(),
        measured
            ? inspection
                .map(Inspection::gallery)
                .map(gallery -> Gallery.of(gallery, results.classes()))
                .orElse(null)
            : null,
        pretraining(found, rounds),
        training.pretraining(rounds),
        fineTuning(training, found, files),
        found.map(r -> new CorrelationCharts(r, styles).charts()).orElse(List.of()),
        found.map(r -> Dependence.of(r, styles.methods())).orElse(List.of()),
        measured ? features : List.of(),
        measured ? FeatureCharts.of(features, results.classes()).orElse(null) : null,
        StageTable.of(files.stages()),
        training.times(rounds),
        files
            .manifest()
            .map(
                manifest ->
                    DataCard.of(
                        manifest,
                        inspection.map(Inspection::source).orElse(List.of()),
                        inspection.map(Inspection::target).orElse(List.of())))
            .orElse(null),
        files.provenance().orElse(null),
        configuration.orElse(null));
  }

  /** Returns the metric of the dependence that evaluation measures for every method. */
  public Metric information() {
    return Lautum.INFORMATION;
  }

  /** Returns all charts, for export. */
  public List<Chart> charts() {
    return Stream.of(
            accuracyCharts,
            Stream.ofNullable(perClass).toList(),
            calibration,
            pretrainingCharts,
            fineTuningCharts,
            correlationCharts,
            featureCharts == null ? List.<Chart>of() : featureCharts.before(),
            featureCharts == null ? List.<Chart>of() : featureCharts.after(),
            timeCharts)
        .flatMap(List::stream)
        .toList();
  }

  private static Set<String> methods(Optional<Results> results, ExperimentFiles files) {
    Set<String> methods = new LinkedHashSet<>();
    results.ifPresent(
        found -> {
          methods.addAll(found.methods());
          found.pretrain().forEach(row -> methods.add(row.method()));
          found.adapted().forEach(row -> methods.add(row.method()));
        });
    // All configured methods have a style, so that colours do not change when the results arrive.
    files.configuration().map(RunState::methods).ifPresent(methods::addAll);
    methods.addAll(files.pretrainedMethods());
    return methods;
  }

  private static List<Pretraining> pretraining(
      Optional<Results> results, Map<String, List<Round>> rounds) {
    List<Pretraining> rows = new ArrayList<>();
    rounds.forEach(
        (method, history) -> {
          Pretrained measured =
              results.map(Results::pretrain).orElse(List.of()).stream()
                  .filter(row -> row.method().equals(method))
                  .findFirst()
                  .orElse(null);
          if (measured != null || !history.isEmpty()) {
            rows.add(Pretraining.of(method, measured, history));
          }
        });
    return rows;
  }

  private static List<ChoiceTable> choices(Optional<Results> results, ExperimentFiles files) {
    List<ChoiceTable> tables = new ArrayList<>();
    for (String method : results.map(Results::methods).orElse(List.of())) {
      for (int labels : results.get().labelCounts()) {
        results
            .get()
            .row(method, labels)
            .map(files::choices)
            .orElseGet(Collections::emptySortedMap)
            .forEach(
                (draw, choice) ->
                    tables.add(
                        ChoiceTable.of(
                            choice,
                            Text.format("%s, draw %d", AccuracyTable.labels(labels), draw))));
      }
    }
    return tables;
  }

  private static List<Chart> fineTuning(
      TrainingCharts charts, Optional<Results> results, ExperimentFiles files) {
    List<Chart> all = new ArrayList<>();
    if (results.isEmpty()) {
      return all;
    }
    for (int labels : results.get().labelCounts()) {
      Map<String, SortedMap<Integer, List<Step>>> steps = new LinkedHashMap<>();
      for (String method : results.get().methods()) {
        results.get().row(method, labels).ifPresent(row -> steps.put(method, files.steps(row)));
      }
      all.addAll(charts.fineTuning(labels, steps));
    }
    return all;
  }
}
