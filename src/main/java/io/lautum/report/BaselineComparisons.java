package io.lautum.report;

import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The comparisons of all rows of a table with one baseline at the same number of labels. Their
 * p-values are corrected together: for all other methods and all numbers of labels.
 */
final class BaselineComparisons {
  private final Map<Cell, PairedComparison> comparisons = new HashMap<>();

  private record Cell(String method, int labels) {}

  BaselineComparisons(Results results, String baseline) {
    List<Cell> cells = new ArrayList<>();
    List<PairedComparison> found = new ArrayList<>();
    for (Row row : results.rows()) {
      if (!row.method().equals(baseline)) {
        results
            .row(baseline, row.labels())
            .flatMap(other -> PairedComparison.of(row.draws(), other.draws()))
            .ifPresent(
                comparison -> {
                  cells.add(new Cell(row.method(), row.labels()));
                  found.add(comparison);
                });
      }
    }
    List<PairedComparison> corrected = PairedComparison.corrected(found);
    for (int i = 0; i < cells.size(); i++) {
      comparisons.put(cells.get(i), corrected.get(i));
    }
  }

  /** Returns a row's comparison; empty for the baseline and for draws that cannot be paired. */
  Optional<PairedComparison> of(Row row) {
    return Optional.ofNullable(comparisons.get(new Cell(row.method(), row.labels())));
  }
}
