package io.lautum.report.tracking;

import io.lautum.Text;
import io.lautum.experiment.result.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The nested runs of a run: one per method, number of labels and draw. */
final class DrawRuns {
  private DrawRuns() {}

  /**
   * Returns the nested runs in the order of the results.
   *
   * @param parent identifier of the run that contains them
   */
  static List<RunRecord> of(Results results, String parent) {
    List<RunRecord> runs = new ArrayList<>();
    for (Results.Row row : results.rows()) {
      for (int draw = 1; draw <= row.draws().size(); draw++) {
        String name = Text.format("%s labels-%d draw-%d", row.method(), row.labels(), draw);
        runs.add(
            new RunRecord(
                name,
                new TreeMap<>(Map.of("mlflow.runName", name, "mlflow.parentRunId", parent)),
                new TreeMap<>(
                    Map.of(
                        "method",
                        row.method(),
                        "labels",
                        String.valueOf(row.labels()),
                        "draw",
                        String.valueOf(draw))),
                List.of(new Metric("accuracy", row.draws().get(draw - 1), row.labels()))));
      }
    }
    return runs;
  }
}
