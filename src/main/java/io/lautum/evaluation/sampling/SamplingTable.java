package io.lautum.evaluation.sampling;

import io.lautum.Text;
import io.lautum.experiment.result.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The tables of the comparison: the end of every run, and its accuracy over the forward passes.
 *
 * @param caption description of the training
 * @param ends one row per run
 * @param accuracies one row per run, one column per number of forward passes
 * @param remarks relation of the rows to the theory
 */
public record SamplingTable(
    String caption, TextTable ends, TextTable accuracies, List<String> remarks) {
  private static final int COLUMNS = 5;
  private static final String NONE = "–";

  /** Creates the tables of a comparison. */
  public static SamplingTable of(SamplingResult result) {
    return new SamplingTable(
        caption(result),
        new TextTable(
            List.of(
                "optimiser",
                "tau",
                "forward",
                "backward",
                "loss at start",
                "loss",
                "rises",
                "accuracy",
                "effective samples"),
            result.curves().stream().map(SamplingTable::end).toList()),
        accuracies(result),
        remarks(result));
  }

  private static String caption(SamplingResult result) {
    return Text.format(
        "%s, %s with %d weights, from %s, %d workers x %d images, up to %d forward passes",
        result.source(),
        result.architecture(),
        result.weights(),
        result.start().equals("random") ? "random weights" : "the model of standard",
        result.workers(),
        result.batchSize(),
        result.forwardPasses());
  }

  private static List<String> end(LearningCurve curve) {
    LearningCurve.CurvePoint last = curve.last();
    return List.of(
        curve.optimizer(),
        tau(curve),
        Long.toString(last.forwardPasses()),
        Long.toString(last.backwardPasses()),
        fixed(curve.points().get(0).loss(), 4),
        curve.diverged() == null ? fixed(last.loss(), 4) : "diverged",
        Text.format("%d of %d", curve.rises(), curve.points().size() - 1),
        fixed(100 * last.accuracy(), 1),
        curve.effectiveSampleSize().isPresent()
            ? fixed(curve.effectiveSampleSize().getAsDouble(), 1)
            : NONE);
  }

  private static TextTable accuracies(SamplingResult result) {
    long[] passes =
        LongStream.rangeClosed(0, COLUMNS).map(i -> i * result.forwardPasses() / COLUMNS).toArray();
    List<String> header = new ArrayList<>(List.of("accuracy after", "tau"));
    for (long count : passes) {
      header.add(Long.toString(count));
    }
    List<List<String>> rows = new ArrayList<>();
    for (LearningCurve curve : result.curves()) {
      List<String> row = new ArrayList<>(List.of(curve.optimizer(), tau(curve)));
      for (long count : passes) {
        row.add(fixed(100 * curve.at(count).accuracy(), 1));
      }
      rows.add(List.copyOf(row));
    }
    return new TextTable(List.copyOf(header), List.copyOf(rows));
  }

  private static List<String> remarks(SamplingResult result) {
    List<LearningCurve> sampled =
        result.curves().stream()
            .filter(curve -> SamplingOptimizer.named(curve.optimizer()).samples())
            .toList();
    long monotone =
        sampled.stream().filter(curve -> curve.rises() == 0 && curve.diverged() == null).count();
    return List.of(
        "Exact steps lower the regularised loss of all examples; here each step is estimated from"
            + " a minibatch, and the loss is that of fixed training images without regularisation.",
        Text.format(
            "It fell at every measurement in %d of %d sampled runs.", monotone, sampled.size()),
        "A backward pass costs about as much as two forward passes.");
  }

  private static String tau(LearningCurve curve) {
    return curve.tau() == null ? NONE : SamplingRun.plain(curve.tau());
  }

  private static String fixed(double value, int decimals) {
    return Double.isFinite(value) ? Text.format("%." + decimals + "f", value) : "not finite";
  }

  /** Returns plain text with a final line feed. */
  public String text() {
    return Text.format(
        "%s%n%n%s%n%s%n%s%n", caption, ends.text(), accuracies.text(), String.join("\n", remarks));
  }

  /** Returns GitHub-flavoured Markdown with a final line feed. */
  public String markdown() {
    StringBuilder text = new StringBuilder("# Training by sampling weights\n\n");
    text.append(caption).append(".\n\n").append(ends.markdown()).append('\n');
    text.append(accuracies.markdown()).append('\n');
    remarks.forEach(remark -> text.append("- ").append(remark).append('\n'));
    return text.toString();
  }
}
