package io.lautum.data.prepare;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.CsvLine;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.Path;

/**
 * Ends the preparation of datasets whose bad files are not to be left out, and lists bad files as
 * CSV (RFC 4180) with the columns {@code path} and {@code fault}.
 */
record BadFiles(ExperimentDirectory directory) {
  /** Number of files that a message names. */
  private static final int MOST_NAMED = 20;

  /**
   * Writes {@code bad-files.csv} if the bad files of a dataset end the preparation, and {@code
   * skipped.csv} if only datasets that leave them out have any.
   *
   * @throws DataException if a dataset has bad files and {@code bad-files = fail}, or more than
   *     {@code bad-files-limit}
   */
  void check(List<DecodedDataset> datasets) throws IOException {
    directory.files().delete(directory.badFiles(), false);
    List<DecodedDataset> withBad = datasets.stream().filter(data -> data.bad() > 0).toList();
    List<DecodedDataset> failing = withBad.stream().filter(BadFiles::isFailing).toList();
    if (!failing.isEmpty()) {
      write(directory.badFiles(), withBad);
      throw new DataException(message(failing));
    }
    if (!withBad.isEmpty()) {
      write(directory.skippedFiles(), withBad);
    }
  }

  private static boolean isFailing(DecodedDataset data) {
    return !data.raw().config().badFiles().tolerates(data.bad(), data.files());
  }

  private String message(List<DecodedDataset> failing) {
    List<String> lines = new ArrayList<>();
    for (DecodedDataset data : failing) {
      boolean skips = data.raw().config().badFiles().skip();
      lines.add(
          Text.format(
              "%s: %d of %d image files are bad%s, listed in %s%s",
              data.raw().config().name(),
              data.bad(),
              data.files(),
              skips
                  ? ", more than bad-files-limit = " + data.raw().config().badFiles().limit()
                  : "",
              directory.badFiles(),
              skips ? "" : "; the key bad-files = skip leaves them out"));
    }
    List<DecodedDataset> listed =
        failing.stream().filter(data -> !data.raw().config().badFiles().skip()).toList();
    List<FileFinding> named =
        listed.stream()
            .flatMap(data -> Stream.of(data.train(), data.test()))
            .flatMap(split -> split.findings().firstBad().stream())
            .limit(MOST_NAMED)
            .toList();
    named.forEach(file -> lines.add(Text.format("  %s: %s", file.path(), file.text())));
    long more = listed.stream().mapToLong(DecodedDataset::bad).sum() - named.size();
    if (more > 0) {
      lines.add(Text.format("  and %d more", more));
    }
    return String.join("\n", lines);
  }

  private void write(Path file, List<DecodedDataset> datasets) throws IOException {
    AtomicFile.write(
        directory.files(),
        file,
        out -> {
          CsvLine.write(out, "path", "fault");
          for (DecodedDataset data : datasets) {
            write(out, data.train());
            write(out, data.test());
          }
        });
  }

  private static void write(OutputStream out, DecodedSplit split) throws IOException {
    Iterator<FileFinding> files = split.badFiles();
    while (files.hasNext()) {
      FileFinding file = files.next();
      CsvLine.write(out, file.path(), file.text());
    }
  }
}
