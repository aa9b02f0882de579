package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.method.Metric;
import io.lautum.method.Metric.Goal;
import io.lautum.report.chart.Chart;
import io.lautum.report.chart.Series.DataPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Charts of metrics that no method of this version has. */
class MetricChartsTest {
  private static final Metric SHARPNESS =
      new Metric("edgeSharpness", "Edge sharpness", "dpi", "How sharp edges are.", Goal.HIGHER);
  private static final Metric BLUR =
      new Metric("blur", "Blur", "", "How <blurred> images are.", Goal.LOWER);
  private static final Metric DRIFT =
      new Metric("drift", "Drift of the predictions", "%", "How far they drift.", Goal.NONE);

  @TempDir Path directory;

  @BeforeEach
  void writeExperiment() throws IOException {
    ExampleExperiment.small().write(directory);
    ExampleExperiment.write(
        directory.resolve("pretrain/standard/history.jsonl"),
        round(1, "\"edgeSharpness\":3,\"blur\":-0.5") + round(2, "\"edgeSharpness\":7"));
    for (int draw = 1; draw <= 5; draw++) {
      ExampleExperiment.write(
          directory.resolve(
              "finetune/lautum+temporal-ensembling/labels-50/draw-%d/history.jsonl"
                  .formatted(draw)),
          "{\"step\":10,\"crossEntropy\":1,\"drift\":%d}\n{\"step\":20,\"crossEntropy\":1%s}\n"
              .formatted(draw, draw == 5 ? "" : ",\"drift\":9"));
    }
  }

  @Test
  void declaredMetricHasAChartWithItsWording() throws IOException {
    Report report = report();
    Chart sharpness = chart(report.pretrainingCharts(), "Edge sharpness");
    assertThat(sharpness.name()).isEqualTo("pretraining-edge-sharpness");
    assertThat(sharpness.yLabel()).isEqualTo("dpi");
    assertThat(sharpness.series()).hasSize(1);
    assertThat(sharpness.series().get(0).name()).isEqualTo("standard");
    assertThat(sharpness.series().get(0).points())
        .containsExactly(new DataPoint(1, 3), new DataPoint(2, 7));
    Chart blur = chart(report.pretrainingCharts(), "Blur");
    assertThat(blur.yLabel()).isEqualTo("Blur");
    assertThat(blur.series().get(0).points()).containsExactly(new DataPoint(1, -0.5));
    assertThat(ReportWriter.html(report))
        .contains("<figcaption>Edge sharpness, standard</figcaption>", ">dpi</text>")
        .contains("<p class=\"note\">How sharp edges are. The transfer term increases it.</p>")
        .contains("How &lt;blurred&gt; images are. The transfer term decreases it.");
  }

  @Test
  void heldOutImagesHaveCharts() throws IOException {
    assertThat(report().pretrainingCharts())
        .extracting(Chart::title)
        .noneMatch(title -> title.contains("held-out"));
    ExampleExperiment.write(
        directory.resolve("pretrain/standard/history.jsonl"),
        round(1, "\"heldOutCrossEntropy\":0.5,\"heldOutAccuracy\":0.75")
            + round(2, "\"accuracy\":1"));
    Chart crossEntropy = chart(report().pretrainingCharts(), "Cross-entropy of held-out");
    assertThat(crossEntropy.series().get(0).points()).containsExactly(new DataPoint(1, 0.5));
    Chart accuracy = chart(report().pretrainingCharts(), "Accuracy on held-out");
    assertThat(accuracy.series().get(0).points()).containsExactly(new DataPoint(1, 75));
  }

  /** Step 20 is missing in one draw and therefore has no mean. */
  @Test
  void metricOfFineTuningIsTheMeanOverDraws() throws IOException {
    Chart drift = chart(report().fineTuningCharts(), "Drift of the predictions on 50 labels");
    assertThat(drift.name()).isEqualTo("fine-tuning-50-drift");
    assertThat(drift.note()).isEqualTo("How far they drift.");
    assertThat(drift.series()).hasSize(1);
    assertThat(drift.series().get(0).name()).isEqualTo("lautum+temporal-ensembling");
    assertThat(drift.series().get(0).points()).containsExactly(new DataPoint(10, 3));
  }

  @Test
  void undeclaredNumberOrUnrecordedMetricHasNoChart() throws IOException {
    assertThat(report(stage -> List.of()).charts())
        .extracting(Chart::title)
        .noneMatch(title -> title.contains("sharpness") || title.contains("Drift"))
        .contains("Source cross-entropy");
    assertThat(report(stage -> List.of(DRIFT)).pretrainingCharts())
        .extracting(Chart::title)
        .noneMatch(title -> title.startsWith("Drift"));
  }

  private Report report() throws IOException {
    return report(
        stage ->
            switch (stage) {
              case "standard" -> List.of(SHARPNESS, BLUR);
              case "temporal-ensembling" -> List.of(DRIFT);
              default -> List.of();
            });
  }

  private Report report(Function<String, List<Metric>> metrics) throws IOException {
    return Report.of(
        FileSystem.getLocal(new Configuration()),
        new org.apache.hadoop.fs.Path(directory.toUri()),
        metrics);
  }

  private static Chart chart(List<Chart> charts, String title) {
    return charts.stream().filter(c -> c.title().startsWith(title)).findFirst().orElseThrow();
  }

  private static String round(int round, String metrics) {
    return "{\"round\":%d,\"iteration\":1,\"crossEntropy\":1,\"seconds\":1,\"examplesPerSecond\":1,%s}\n"
        .formatted(round, metrics);
  }
}
