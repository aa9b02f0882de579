package io.lautum.report.export;

import io.lautum.experiment.storage.AtomicFile;
import io.lautum.report.Report;
import io.lautum.report.chart.Chart;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes a report as files: {@code results.csv}, {@code table.md}, {@code model-card.md}, charts.
 */
public final class Exports {
  private Exports() {}

  /**
   * Writes every export for which the report has numbers; replaces files of the same names.
   *
   * @param folder created if it is missing; charts go to {@code charts} below it
   * @return whether the report has any numbers
   */
  public static boolean write(Report report, FileSystem files, Path folder) throws IOException {
    boolean hasResults = report.results() != null && !report.results().rows().isEmpty();
    if (hasResults) {
      AtomicFile.write(files, new Path(folder, "results.csv"), ResultsCsv.of(report.results()));
      AtomicFile.write(files, new Path(folder, "table.md"), report.table().markdown());
      AtomicFile.write(files, new Path(folder, "model-card.md"), ModelCard.of(report));
    }
    for (Chart chart : report.charts()) {
      ChartImage image = new ChartImage(chart);
      Path stem = new Path(folder, "charts/" + fileName(chart.name()));
      byte[] svg = image.svg();
      byte[] png = image.png();
      AtomicFile.write(files, stem.suffix(".svg"), out -> out.write(svg));
      AtomicFile.write(files, stem.suffix(".png"), out -> out.write(png));
    }
    return hasResults || !report.charts().isEmpty();
  }

  /**
   * Reduces a method's name, which may contain any character, to letters, digits and a few signs.
   */
  static String fileName(String name) {
    return name.replaceAll("[^A-Za-z0-9.+_-]", "_");
  }
}
