package io.lautum.report;

import static io.lautum.experiment.result.SmallResults.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.DataException;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.Comparison.Setting;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  @TempDir Path folder;

  @Test
  void runsWithTheSameSeedAndTargetArePaired() throws IOException {
    ComparedRun first =
        run(0, results("a", 1, row("lautum", 50, 0.50, 0.60, 0.70)), "x = 1, y = 2");
    ComparedRun second =
        run(1, results("b", 1, row("lautum", 50, 0.51, 0.62, 0.76)), "x = 1, y = 3, z = [4]");
    Comparison comparison = Comparison.of(List.of(first, second));

    assertThat(comparison.paired()).isTrue();
    // p = 0.18847 in closed form, see PairedComparisonTest.
    assertThat(comparison.rows().get(0).cells().get(1))
        .isEqualTo(new Comparison.Cell("63.0 ± 12.5", "+3.0, p 0.188"));
    assertThat(comparison.settings())
        .containsExactly(
            new Setting("y", List.of("2", "3")), new Setting("z", List.of("not set", "[4]")));
    assertThat(comparison.table().text()).contains("A, a", "B, b", "63.0 ± 12.5 (+3.0, p 0.188)");
    assertThat(comparison.html())
        .contains("<h1>Comparison of 2 runs</h1>", "paired t-test", "63.0 ± 12.5")
        .contains("<figure class=\"chart\">");
  }

  /**
   * Both variances are .005, so Welch's test has two degrees of freedom: t = .05/√.005 and p = 1 -
   * t/√(2 + t²) = .553.
   */
  @Test
  void runsWithDifferentSeedsAreNotPaired() throws IOException {
    ComparedRun first = run(0, results("a", 1, row("lautum", 50, 0.50, 0.60)), "");
    ComparedRun second = run(1, results("b", 2, row("lautum", 50, 0.55, 0.65)), "");
    Comparison comparison = Comparison.of(List.of(first, second));
    assertThat(comparison.paired()).isFalse();
    assertThat(comparison.rows().get(0).cells().get(1).difference()).isEqualTo("+5.0, p 0.553");
    assertThat(comparison.html()).contains("Welch");
  }

  @Test
  void runsWithoutSpreadHaveNoP() throws IOException {
    ComparedRun first = run(0, results("a", 1, row("lautum", 50, 0.5, 0.5)), "");
    ComparedRun second = run(1, results("b", 2, row("lautum", 50, 0.55, 0.55)), "");
    Comparison comparison = Comparison.of(List.of(first, second));
    assertThat(comparison.rows().get(0).cells().get(1).difference()).isEqualTo("+5.0");
  }

  @Test
  void missingResultIsADash() throws IOException {
    Comparison comparison =
        Comparison.of(
            List.of(
                run(0, results("a", 1, row("scratch", 50, 0.5)), ""),
                run(1, results("b<i>", 1, row("lautum", 100, 0.6)), "")));
    assertThat(comparison.rows())
        .extracting(r -> r.method() + " " + r.labels() + " " + r.cells().get(0).accuracy())
        .containsExactly("scratch 50 50.0", "lautum 100 –");
    assertThat(comparison.html()).contains("b&lt;i&gt;").doesNotContain("<i>");
  }

  @Test
  void runWithoutResultsIsBadData() {
    assertThatThrownBy(
            () ->
                ComparedRun.read(
                    0,
                    FileSystem.getLocal(new Configuration()),
                    new org.apache.hadoop.fs.Path(folder.toUri())))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("results.json")
        .hasMessageContaining("found no file");
  }

  private ComparedRun run(int number, Results results, String configuration) throws IOException {
    Path directory = Files.createDirectories(folder.resolve("run" + number));
    try (OutputStream out = Files.newOutputStream(directory.resolve("results.json"))) {
      results.write(out);
    }
    Files.writeString(directory.resolve("resolved.conf"), configuration);
    return ComparedRun.read(
        number,
        FileSystem.getLocal(new Configuration()),
        new org.apache.hadoop.fs.Path(directory.toUri()));
  }

  private static Results results(String name, long seed, Row row) {
    return new Results(
        name, "s", "t", seed, List.of("k", "l"), List.of(row), null, null, null, null);
  }
}
