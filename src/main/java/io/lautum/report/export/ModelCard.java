package io.lautum.report.export;

import io.lautum.Text;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.experiment.result.TextTable;
import io.lautum.report.DataCard;
import io.lautum.report.Provenance;
import io.lautum.report.Report;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A model card in Markdown, after Mitchell et al., "Model Cards for Model Reporting" (2019), for
 * the most accurate model of an experiment.
 */
final class ModelCard {
  private final Report report;
  private final Results results;
  private final StringBuilder text = new StringBuilder();

  private ModelCard(Report report) {
    this.report = report;
    this.results = report.results();
  }

  /**
   * Returns the card of a report with results.
   *
   * @throws IllegalArgumentException if the report has no results
   */
  static String of(Report report) {
    if (report.results() == null || report.results().rows().isEmpty()) {
      throw new IllegalArgumentException("a model card needs results");
    }
    return new ModelCard(report).write();
  }

  private String write() {
    Row best = results.rows().stream().max(Comparator.comparingDouble(Row::mean)).orElseThrow();
    line("# Model card: %s", results.experiment());
    line(
        "An image classifier for %s, transferred from %s. The most accurate models of the"
            + " experiment are those of `%s` at %d labelled examples: %s %% on the test set (mean%s"
            + " over %d draws).",
        results.target(),
        results.source(),
        best.method(),
        best.labels(),
        Decimal.percent(best.mean(), best.std()),
        best.std() == null ? "" : " ± standard deviation",
        best.draws().size());
    line("## Model");
    line(
        "- Files: `finetune/%s/labels-%d/draw-<k>/model.zip`, k from 1 to %d; score images with"
            + " `submit/lautum predict`.",
        best.method(), best.labels(), best.draws().size());
    line("- Classes: %s.", String.join(", ", results.classes()));
    Provenance provenance = report.provenance();
    if (provenance != null) {
      line(
          "- Trained %s with lautum-spark %s, revision %s.",
          provenance.time(), provenance.version(), provenance.revision());
      line("- To reproduce the models: `%s`, seed %d.", provenance.command(), results.seed());
    }
    line("## Intended use");
    line(
        "For measuring the benefit of transfer with few labels. It has been tested only on images"
            + " like those of %s; it assigns one of its classes to every image, regardless of the"
            + " content.",
        results.target());
    line("## Data");
    if (report.data() == null) {
      line("The manifest of the data is missing.");
    } else {
      if (report.data().source() != null) {
        domain(report.data().source());
      }
      domain(report.data().target());
    }
    line("## Evaluation");
    line("%s %s", report.verdict().answer(), report.verdict().sentence());
    text.append(report.table().markdown()).append('\n');
    line("## Where it fails");
    classes(best);
    if (best.ece() != null) {
      line(
          "Expected calibration error: %s %%. Cross-entropy: %s nats.",
          Decimal.percent(best.ece()), Decimal.optional(best.crossEntropy(), 3));
    }
    return text.toString();
  }

  private void domain(DataCard.Domain domain) {
    DatasetSummary facts = domain.facts();
    line(
        "- %s: %s, %d x %d x %d (channels x height x width), %d classes, %d training and %d test"
            + " examples%s.",
        domain.role(),
        facts.name(),
        facts.shape().channels(),
        facts.shape().height(),
        facts.shape().width(),
        facts.classes().size(),
        facts.train().count(),
        facts.test().count(),
        facts.labelled() == null
            ? ""
            : Text.format(
                "; labelled draws come from %d of the training examples",
                facts.labelled().count()));
  }

  private void classes(Row best) {
    if (best.confusion().isEmpty()) {
      line("No confusion matrix was recorded.");
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    for (int k = 0; k < results.classes().size(); k++) {
      List<Long> counts = best.confusion().get(k);
      long total = counts.stream().mapToLong(Long::longValue).sum();
      int wrong = -1;
      for (int j = 0; j < counts.size(); j++) {
        if (j != k && (wrong < 0 || counts.get(j) > counts.get(wrong))) {
          wrong = j;
        }
      }
      rows.add(
          List.of(
              results.classes().get(k),
              total == 0 ? Decimal.NONE : Decimal.percent((double) counts.get(k) / total),
              wrong < 0 || counts.get(wrong) == 0 ? Decimal.NONE : results.classes().get(wrong)));
    }
    text.append(
            new TextTable(List.of("class", "recognised, %", "most often taken for"), rows)
                .markdown())
        .append('\n');
  }

  private void line(String format, Object... values) {
    Object[] escaped = values.clone();
    for (int i = 0; i < escaped.length; i++) {
      if (escaped[i] instanceof String value) {
        escaped[i] = TextTable.markdown(value);
      }
    }
    boolean item = format.startsWith("- ");
    if (!item && !text.isEmpty() && !text.toString().endsWith("\n\n")) {
      // A list ends with an empty line.
      text.append('\n');
    }
    text.append(Text.format(format, escaped)).append(item ? "\n" : "\n\n");
  }
}
