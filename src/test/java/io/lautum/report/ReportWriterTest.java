package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.experiment.result.SmallResults;
import io.lautum.report.chart.Chart;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class ReportWriterTest {
  private static final Pattern SVG = Pattern.compile("<svg .*?</svg>", Pattern.DOTALL);

  @TempDir Path directory;

  @Test
  void completeExperimentHasAllSections() throws Exception {
    ExampleExperiment.small().write(directory);
    String html = write();
    assertThat(html)
        .contains("<h1>invented-example</h1>", "Highest mean accuracy by number of labelled")
        .contains("These figures are from no paper")
        .contains("<td class=\"number\">200.0</td><td class=\"number\">20.0</td>")
        .contains("2.273 → 0.115")
        .contains("keeps 64 components, which hold 91.0 % of their variance")
        .contains("submit/lautum run conf/example.conf", "seed = 7 # &lt;1 run&gt;")
        .contains("after fine-tuning on 200 labels", "source-train/shard-00001.parquet")
        .contains("<td class=\"number\">100.3</td>")
        .doesNotContain("class=\"missing\"", "Not finished");
    // Charts per method: accuracy, calibration, correlations, features after the transfer; before
    // it: features and workers of 3 stages, 4 curves, 2 of time; one of fine-tuning per label
    // count; one of classes.
    assertThat(Pattern.compile("<figure class=\"chart\">").matcher(html).results().count())
        .isEqualTo(4 * 5 + 3 + 3 + 4 + 2 + 3 + 1);
    Matcher svg = SVG.matcher(html);
    while (svg.find()) {
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg.group())));
    }
    assertThat(html).doesNotContain("NaN", "http://", "https://", "@import", "url(");
    assertThat(Pattern.compile(" (?:src|href)=\"(?!data:|#)").matcher(html).find()).isFalse();
  }

  @Test
  void reportOfEightMethodsAndTenDrawsIsASmallFile() throws Exception {
    ExampleExperiment.large().write(directory);
    write();
    assertThat(directory.resolve("report.html"))
        .satisfies(f -> assertThat(Files.size(f)).isLessThan(5_000_000));
  }

  @Test
  void findingsOnTheDataAreListedOnce() throws Exception {
    ExampleExperiment.small().write(directory);
    assertThat(write())
        .containsOnlyOnce("<li>invented target: val serves as test set</li>")
        .containsOnlyOnce(
            "<li>invented target: 1 bad file was left out (1 training, 0 test), listed in"
                + " skipped.csv, e.g. /t/a.png: expected an intact image</li>")
        .containsOnlyOnce(
            "<li>invented target: 3 images have warnings, e.g. /t/&lt;b&gt;.jpg: JFIF revision"
                + " 0.00</li>");
  }

  @Test
  void doubtsAboutTheDataAreABlock() throws Exception {
    ExampleExperiment.small().write(directory);
    assertThat(write())
        .containsOnlyOnce(
            """
<section id="doubts">
<h2>Probable mistakes in the data</h2>
<ul>
<li>invented target: 2 of 100 test images also occur in the training set, e.g. &lt;i&gt;</li>
</ul>
</section>
""")
        .doesNotContain("Doubt: 2 of 100");
  }

  @Test
  void methodWithTwoNamesHasOnePanel() throws Exception {
    ExampleExperiment.large().write(directory);
    FileSystem fileSystem = FileSystem.getLocal(new Configuration());
    Report report = Report.of(fileSystem, new org.apache.hadoop.fs.Path(directory.toUri()));
    assertThat(report.charts())
        .extracting(Chart::title)
        .contains("standard+temporal-ensembling")
        .doesNotContain("temporal-ensembling");
  }

  @Test
  void unfinishedRunShowsItsProgress() throws Exception {
    ExampleExperiment example = ExampleExperiment.small();
    example.write(directory);
    for (String file :
        List.of(
            "results.json",
            "provenance.json",
            "stages.jsonl",
            "evaluate/_SUCCESS",
            "evaluate/inspection.json",
            "pretrain/lautum/_SUCCESS",
            "pretrain/mk-mmd/_SUCCESS",
            "pretrain/mk-mmd/history.jsonl",
            "finetune/scratch/labels-50/draw-1/_SUCCESS")) {
      Files.delete(directory.resolve(file));
    }
    ExampleExperiment.write(
        directory.resolve("pretrain/lautum/history.jsonl"), example.rounds("lautum", 100));
    assertThat(write())
        .contains("No results yet.", "Not finished: pretrain lautum")
        .contains("round 100 of 400, cross-entropy 0.9093, 1000 examples/s")
        .contains("<th scope=\"row\">pretrain standard</th><td>done</td>")
        .contains("<th scope=\"row\">pretrain mk-mmd</th><td>to do</td>")
        .contains("74 of 75 models")
        .contains("No accuracies yet: the evaluation comes last.")
        .contains("No sample images yet: the evaluation selects them.")
        .contains("Source cross-entropy");
  }

  @Test
  void drawsThatTheResultsDoNotHaveAreLeftOut() throws Exception {
    ExampleExperiment.small().write(directory);
    String choice =
        "{\"method\":\"a\",\"images\":50,\"groups\":50,\"folds\":5,\"seconds\":1,"
            + "\"candidates\":[{\"method\":\"a\"}]}";
    String draw = "finetune/lautum/labels-50/draw-";
    ExampleExperiment.write(directory.resolve(draw + "5/choice.json"), choice);
    String before = write();
    ExampleExperiment.write(directory.resolve(draw + "6/choice.json"), choice);
    ExampleExperiment.write(
        directory.resolve(draw + "6/history.jsonl"), ExampleHistories.steps(9, 6));

    assertThat(before).contains("50 labels, draw 5");
    assertThat(write().equals(before)).as("the report is the same").isTrue();
  }

  @Test
  void reportOfAnEmptyFolderStatesWhatIsMissing() throws Exception {
    assertThat(write())
        .contains("No results yet.", "no manifest", "no provenance.json", "no resolved.conf");
  }

  @Test
  void reportOfResultsOnlyStatesWhatIsMissing() throws Exception {
    writeResults(results("e", "standard", "class"));
    assertThat(write())
        .contains("There are too few methods in these results to compare them.")
        .contains("The results hold no confusion matrix.")
        .contains("No pre-training was recorded.", "so there are no curves")
        .contains("No history of fine-tuning exists.")
        .contains("The results hold no Lautum information")
        .contains("so the times of rounds are unknown", "has no manifest of its data")
        .contains("The experiment has no provenance.json", "The experiment has no resolved.conf")
        .contains("<td class=\"number\">50.0</td>");
  }

  @Test
  void emptyResultsGiveAReport() throws Exception {
    writeResults(SmallResults.of());
    assertThat(write()).contains("No accuracy has been measured yet.");
  }

  @Test
  void namesAreEscapedEverywhere() throws Exception {
    String script = "<script>alert('\"&')</script>";
    writeResults(results("e" + script, "m" + script, "c" + script));
    Files.writeString(
        directory.resolve("resolved.conf"),
        "methods = [scratch], labels = [1], draws = 1 # " + script);
    String html = write();
    assertThat(html).doesNotContain("<script");
    for (String prefix : List.of("<h1>e", "<th scope=\"row\">m", "<th scope=\"row\">c")) {
      assertThat(html)
          .contains(prefix + "&lt;script&gt;alert(&#39;&quot;&amp;&#39;)&lt;/script&gt;");
    }
  }

  @Test
  void reportIsReplacedWithoutTemporaryFiles() throws Exception {
    writeResults(results("first", "standard", "class"));
    write();
    writeResults(results("second", "standard", "class"));
    assertThat(write()).contains("<h1>second</h1>").doesNotContain("first</h1>");
    try (var files = Files.list(directory)) {
      assertThat(files.map(f -> f.getFileName().toString()))
          .noneMatch(name -> name.endsWith(".tmp"));
    }
  }

  @Test
  void tornHistoryOfARunningExperimentIsAccepted() throws Exception {
    ExampleExperiment.small().write(directory);
    Path history = directory.resolve("pretrain/lautum/history.jsonl");
    String text = Files.readString(history);
    Files.writeString(history, text.substring(0, text.length() - 30));
    assertThat(write()).contains("<td class=\"number\">399</td>");
  }

  @Test
  void malformedFilesAreNamed() throws Exception {
    for (String file :
        List.of(
            "results.json",
            "shards/manifest.json",
            "provenance.json",
            "stages.jsonl",
            "pretrain/lautum/history.jsonl",
            "finetune/lautum/labels-200/draw-2/history.jsonl")) {
      ExampleExperiment.small().write(directory);
      ExampleExperiment.write(directory.resolve(file), "{\"unknown\": 1}\n");
      assertThatThrownBy(this::write)
          .isInstanceOf(DataException.class)
          .hasMessageContaining(file)
          .hasMessageContaining("expected");
    }
  }

  private String write() throws IOException {
    FileSystem fileSystem = FileSystem.getLocal(new Configuration());
    var root = new org.apache.hadoop.fs.Path(directory.toUri());
    ReportWriter.write(Report.of(fileSystem, root), fileSystem, root);
    return Files.readString(directory.resolve("report.html"));
  }

  private void writeResults(Results results) throws IOException {
    try (OutputStream out = Files.newOutputStream(directory.resolve("results.json"))) {
      results.write(out);
    }
  }

  private static Results results(String experiment, String method, String className) {
    List<List<Long>> confusion =
        method.equals("standard") ? null : List.of(List.of(3L, 1L), List.of(0L, 0L));
    return new Results(
        experiment,
        "s",
        "t",
        1,
        List.of(className, "other"),
        List.of(Row.of(method, 10, List.of(0.5), null, null, confusion)),
        null,
        null,
        null,
        null);
  }
}
