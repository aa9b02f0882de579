package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.result.Results.Row;
import io.lautum.report.Browser.Visit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the report in a browser. Skipped if Chromium is not installed. */
class ReportBrowserTest {
  private static final List<String> SECTIONS =
      List.of(
          "accuracy",
          "labels",
          "errors",
          "calibration",
          "gallery",
          "training",
          "dependence",
          "features",
          "time",
          "data");

  /** Finds text elements of one chart that overlap by more than a pixel. */
  private static final String OVERLAPPING_TEXTS =
      """
() => [...document.querySelectorAll('svg')].flatMap(svg => {
  const texts = [...svg.querySelectorAll('text')].map(t => ({t, b: t.getBoundingClientRect()}));
  return texts.flatMap((a, i) => texts.slice(i + 1)
    .filter(c => a.b.left + 1 < c.b.right && c.b.left + 1 < a.b.right
              && a.b.top + 2 < c.b.bottom && c.b.top + 2 < a.b.bottom)
    .map(c => a.t.textContent + ' / ' + c.t.textContent));
})
""";

  /** Finds charts that draw nothing. */
  private static final String EMPTY_CHARTS =
      """
      () => [...document.querySelectorAll('figure.chart')].filter(f => {
        const drawn = [...f.querySelectorAll('path.line, path.mark')].map(p => p.getBBox());
        return f.getBoundingClientRect().width < 100 || !drawn.some(b => b.width + b.height > 1);
      }).map(f => f.textContent)
      """;

  private static final String UNLABELLED_AXES =
      """
      () => [...document.querySelectorAll('figure.chart')].filter(f =>
          f.querySelectorAll('text.unit').length < 1
            || [...f.querySelectorAll('text.unit')].some(t => !t.textContent.trim()))
        .map(f => f.textContent)
      """;

  @TempDir Path directory;
  private static Browser browser;

  @BeforeAll
  static void start() {
    Optional<Path> executable = Browser.executable();
    assumeTrue(
        executable.isPresent(), "no Chromium on PATH; the report is not opened in a browser");
    browser = new Browser(executable.get());
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
  }

  @ParameterizedTest
  @CsvSource({"1280, 900", "390, 844"})
  void everySectionHasAChartAndNothingOverlaps(int width, int height) throws IOException {
    ExampleExperiment.large().write(directory);
    try (Visit visit = browser.open(render(), width, height)) {
      Page page = visit.page();

      for (String section : SECTIONS) {
        Locator charts =
            page.locator("#" + section).locator("figure.chart, table.confusion, img, svg.strip");
        assertThat(charts.count()).as(section).isPositive();
        assertThat(page.locator("#" + section + " .missing").count()).as(section).isZero();
      }
      assertThat(strings(page, EMPTY_CHARTS)).isEmpty();
      assertThat(strings(page, UNLABELLED_AXES)).isEmpty();
      assertThat(strings(page, OVERLAPPING_TEXTS)).isEmpty();
      assertThat((Integer) page.evaluate("() => document.documentElement.scrollWidth"))
          .as("nothing extends beyond the page")
          .isLessThanOrEqualTo(width);
      assertThat(page.locator("img").count()).isEqualTo(12 + 12 + 2 * 40);
      assertThat(
              strings(
                  page,
                  "() => [...document.images].filter(i => !i.alt || i.loading == 'eager' &&"
                      + " !i.naturalWidth).map(i => i.alt)"))
          .isEmpty();
      assertThat(visit.complaints()).isEmpty();
      assertThat(visit.requests()).containsExactly(page.url());
    }
  }

  @Test
  void tablesContainTheNumbersOfTheResults() throws IOException {
    ExampleExperiment.large().write(directory);
    Results results;
    try (InputStream in = Files.newInputStream(directory.resolve("results.json"))) {
      results = Results.read(in, Results.FILE);
    }
    try (Visit visit = browser.open(render(), 1280, 900)) {
      Page page = visit.page();

      List<String> expectedMeans = new ArrayList<>();
      for (String method : results.methods()) {
        for (int labels : results.labelCounts()) {
          Row row = results.row(method, labels).orElseThrow();
          expectedMeans.add(
              method + " " + labels + " " + percent(row.mean()) + " ± " + percent(row.std()));
        }
      }
      assertThat(
              strings(
                  page,
                  """
                  () => [...document.querySelectorAll('#means tbody tr')].flatMap(tr =>
                    [...tr.querySelectorAll('td')].map((td, i) =>
                      tr.querySelector('th').textContent + ' '
                        + parseInt(document.querySelectorAll('#means thead th')[i + 1].textContent)
                        + ' ' + td.childNodes[0].textContent.trim()))
                  """))
          .containsExactlyElementsOf(expectedMeans);

      List<String> expectedDraws =
          results.labelCounts().stream()
              .flatMap(n -> results.rows().stream().filter(row -> row.labels() == n))
              .map(
                  row ->
                      row.method()
                          + " "
                          + row.labels()
                          + " "
                          + String.join(" ", row.draws().stream().map(d -> percent(d)).toList()))
              .toList();
      assertThat(
              strings(
                  page,
                  """
() => [...document.querySelectorAll('#numbers tbody tr')].map(tr =>
  tr.querySelector('th').textContent + ' ' + tr.querySelectorAll('td')[0].textContent
    + ' ' + [...tr.querySelectorAll('.values span')].map(s => s.textContent).join(' '))
"""))
          .containsExactlyElementsOf(expectedDraws);
      assertThat(page.locator("#draws circle").count()).isEqualTo(8 * 3 * 10);
    }
  }

  @Test
  void darkModeIsDarkAndPrintIsLight() throws IOException {
    ExampleExperiment.small().write(directory);
    String background = "() => getComputedStyle(document.body).backgroundColor";
    try (Visit visit = browser.open(render(), 1280, 900)) {
      Page page = visit.page();
      assertThat(page.evaluate(background)).isEqualTo("rgb(255, 255, 255)");
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
      assertThat(page.evaluate(background)).isEqualTo("rgb(21, 23, 26)");
      page.emulateMedia(
          new Page.EmulateMediaOptions()
              .setColorScheme(ColorScheme.DARK)
              .setMedia(com.microsoft.playwright.options.Media.PRINT));
      assertThat(page.evaluate(background)).isEqualTo("rgb(255, 255, 255)");
    }
  }

  @Test
  void htmlInNamesIsShownAsTextAndNotExecuted() throws IOException {
    String name = "<img src=x onerror=alert(1)>'\"&";
    Results results =
        new Results(
            "e" + name,
            "s" + name,
            "t" + name,
            1,
            List.of("c" + name, "d"),
            List.of(
                Row.of(
                    "m" + name,
                    10,
                    List.of(0.5, 0.6),
                    null,
                    null,
                    List.of(List.of(1L, 2L), List.of(3L, 4L)))),
            null,
            null,
            null,
            null);
    try (var out = Files.newOutputStream(directory.resolve("results.json"))) {
      results.write(out);
    }
    Files.writeString(
        directory.resolve("stages.jsonl"),
        "{\"stage\":\"<script>alert(2)</script>\",\"began\":\"\",\"seconds\":1}\n");
    try (Visit visit = browser.open(render(), 1280, 900)) {
      Page page = visit.page();
      assertThat(page.locator("h1").textContent()).isEqualTo("e" + name);
      assertThat(page.locator("#means tbody th").textContent()).isEqualTo("m" + name);
      assertThat(page.locator("img, script").count()).isZero();
      assertThat(visit.complaints()).isEmpty();
      assertThat(visit.requests()).containsExactly(page.url());
    }
  }

  private String render() throws IOException {
    FileSystem fileSystem = FileSystem.getLocal(new Configuration());
    var root = new org.apache.hadoop.fs.Path(directory.toUri());
    ReportWriter.write(Report.of(fileSystem, root), fileSystem, root);
    return directory.resolve("report.html").toUri().toString();
  }

  private static List<String> strings(Page page, String script) {
    List<String> strings = new ArrayList<>();
    for (Object each : (List<?>) page.evaluate(script)) {
      strings.add((String) each);
    }
    return strings;
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f", 100 * fraction);
  }
}
