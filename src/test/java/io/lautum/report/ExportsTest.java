package io.lautum.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.result.Results.Row;
import io.lautum.report.export.Exports;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

class ExportsTest {
  @TempDir Path folder;

  @Test
  void writesNumbersTextAndCharts() throws Exception {
    ExampleExperiment example = new ExampleExperiment(List.of("scratch", "standard", "lautum"), 5);
    Report report = export(example);
    Path out = folder.resolve("out");

    List<String> lines = Files.readAllLines(out.resolve("results.csv"));
    assertThat(lines).hasSize(1 + 3 * 3 * 5);
    Row row = example.results().row("lautum", 100).orElseThrow();
    assertThat(lines)
        .contains(
            "invented-example,invented source,invented target,lautum,100,2,%s,%s,%s,1.3,0.07"
                .formatted(row.draws().get(1), row.mean(), row.std()));
    assertThat(out.resolve("table.md")).content().contains("| method | 50 labels |", "| lautum | ");
    assertThat(out.resolve("model-card.md"))
        .content()
        .contains("# Model card: invented-example", "`lautum` at 200")
        .contains("Target: invented target, 1 x 28 x 28", "| class | recognised, % |")
        .contains("To reproduce the models: `submit/lautum run conf/example.conf`, seed 7");

    List<String> names = new ArrayList<>();
    for (var chart : report.charts()) {
      names.add(chart.name());
      Document svg =
          withoutNetwork()
              .newDocumentBuilder()
              .parse(out.resolve("charts/" + chart.name() + ".svg").toFile());
      assertThat(svg.getDocumentElement().getTextContent()).contains(chart.title());
      assertThat(svg.getElementsByTagName("text").getLength()).isGreaterThan(4);
      BufferedImage png = ImageIO.read(out.resolve("charts/" + chart.name() + ".png").toFile());
      assertThat(png.getWidth()).isEqualTo(1280);
      assertThat(colours(png)).as(chart.name()).hasSizeGreaterThan(10);
    }
    assertThat(names)
        .doesNotHaveDuplicates()
        .contains("accuracy-lautum", "per-class", "calibration-scratch", "features-before-lautum");
  }

  @Test
  void runWithoutNumbersHasNoExports() throws IOException {
    Files.createDirectories(folder.resolve("run"));
    FileSystem files = FileSystem.getLocal(new Configuration());
    Report report = Report.of(files, new org.apache.hadoop.fs.Path(folder.resolve("run").toUri()));
    org.apache.hadoop.fs.Path out = new org.apache.hadoop.fs.Path(folder.resolve("out").toUri());
    assertThat(Exports.write(report, files, out)).isFalse();
    assertThat(folder.resolve("out")).doesNotExist();
  }

  /**
   * Returns a factory that loads nothing: an SVG names its document type by an address that a
   * parser would open.
   */
  private static DocumentBuilderFactory withoutNetwork() throws ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory;
  }

  private static Set<Integer> colours(BufferedImage image) {
    Set<Integer> colours = new HashSet<>();
    for (int x = 0; x < image.getWidth(); x += 2) {
      for (int y = 0; y < image.getHeight(); y++) {
        colours.add(image.getRGB(x, y));
      }
    }
    return colours;
  }

  private Report export(ExampleExperiment example) throws IOException {
    example.write(folder.resolve("run"));
    FileSystem files = FileSystem.getLocal(new Configuration());
    Report report = Report.of(files, new org.apache.hadoop.fs.Path(folder.resolve("run").toUri()));
    org.apache.hadoop.fs.Path out = new org.apache.hadoop.fs.Path(folder.resolve("out").toUri());
    assertThat(Exports.write(report, files, out)).isTrue();
    return report;
  }
}
