package io.lautum.data.encoder;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.experiment.config.DatasetConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * The bad files of a dataset.
 *
 * @param files number of all files of the dataset
 * @param bad number of bad ones
 * @param named the first of these, with their faults
 */
record BadImages(DatasetConfig config, long files, long bad, List<String> named) {
  /** Number of files that a message names. */
  static final int MOST_NAMED = 20;

  /**
   * Checks whether the bad files may be left out.
   *
   * @throws DataException if {@code bad-files = fail}, or they are more than {@code
   *     bad-files-limit}
   */
  void check() {
    if (config.badFiles().tolerates(bad, files)) {
      return;
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.format(
            "%s: %d of %d image files are bad%s",
            config.name(),
            bad,
            files,
            config.badFiles().skip()
                ? ", more than target.bad-files-limit = " + config.badFiles().limit()
                : "; -D target.bad-files=skip leaves them out"));
    named.forEach(file -> lines.add("  " + file));
    if (bad > named.size()) {
      lines.add(Text.format("  and %d more", bad - named.size()));
    }
    throw new DataException(String.join("\n", lines));
  }
}
