package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.List;

/**
 * Treatment of image files that cannot be decoded.
 *
 * @param skip whether the dataset is used without its bad files; otherwise they are errors
 * @param limit largest share of bad files among all files of a dataset that are left out, in [0, 1]
 */
public record BadFilesConfig(boolean skip, double limit) implements Serializable {
  private static final String FAIL = "fail";
  private static final String SKIP = "skip";
  private static final double LIMIT = 0.1;
  private static final Key<String> MODE =
      Key.of("bad-files", KeyType.oneOf(FAIL, SKIP), FAIL)
          .doc(
              "Treatment of image files that cannot be decoded: fail reports all of them and stops,"
                  + " skip leaves them out (format images).")
          .introducedWith(FAIL);
  private static final Key<Double> SHARE =
      Key.of("bad-files-limit", KeyType.between(0, 1), LIMIT)
          .doc("Largest share of bad image files that bad-files = skip leaves out (format images).")
          .introducedWith(LIMIT);

  /** The values that an experiment has if it sets none. */
  public static final BadFilesConfig DEFAULTS = new BadFilesConfig(false, LIMIT);

  static List<Key<?>> keys() {
    return List.of(MODE, SHARE);
  }

  static BadFilesConfig read(Section section) {
    return new BadFilesConfig(section.get(MODE).equals(SKIP), section.get(SHARE));
  }

  /**
   * Returns whether a dataset is used without its bad files.
   *
   * @param bad number of bad files
   * @param files number of all files, at least 1
   */
  public boolean tolerates(long bad, long files) {
    return skip && (double) bad / files <= limit;
  }
}
