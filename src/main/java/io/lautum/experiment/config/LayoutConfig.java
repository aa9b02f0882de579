package io.lautum.experiment.config;

import java.io.Serializable;
import java.util.List;

/**
 * What a dataset's files do not say themselves.
 *
 * @param labelKind {@code fine} or {@code coarse} ({@code cifar100})
 * @param testShare share of each class that serves as test set if the dataset has none, in (0, 1);
 *     0 for no test set
 * @param splitSeed seed of this share
 * @param followLinks whether symbolic links may lead out of the dataset's folder
 * @param pathColumn column of a table that has the images' paths; empty for no table
 * @param labelColumn column of the same table that has the classes
 * @param classPattern regular expression whose first group is the class in an image's path; empty
 *     for classes by folder
 */
public record LayoutConfig(
    String labelKind,
    double testShare,
    long splitSeed,
    boolean followLinks,
    String pathColumn,
    String labelColumn,
    String classPattern)
    implements Serializable {
  private static final String FINE = "fine";
  private static final String COARSE = "coarse";
  private static final double TEST_SHARE = 0.2;
  private static final Key<String> LABEL_KIND =
      Key.of("label-kind", KeyType.oneOf(FINE, COARSE), FINE)
          .doc("Labels of CIFAR-100: 100 fine ones or 20 coarse ones (format cifar100 only).")
          .introducedWith(FINE);
  private static final Key<Double> SHARE =
      Key.of("test-share", KeyType.openShare(), TEST_SHARE)
          .doc(
              "Share of each class's examples that serves as test set if the dataset has no test"
                  + " set (formats images, parquet and vectors).")
          .introducedWith(TEST_SHARE);
  private static final Key<Long> SPLIT_SEED =
      Key.of("split-seed", KeyType.whole(), 1)
          .doc("Seed that selects the examples of test-share.")
          .introducedWith(1);
  private static final Key<Boolean> FOLLOW_LINKS =
      Key.of("follow-links", KeyType.flag(), false)
          .doc(
              "Whether symbolic links may lead out of the dataset's folder (formats images and"
                  + " parquet).")
          .introducedWith(false);
  private static final Key<String> PATH_COLUMN =
      Key.of("path-column", KeyType.text(), "")
          .doc(
              "Column of a CSV, JSON lines or Parquet file in the dataset that has the images'"
                  + " paths or names; set together with label-column (format images). For format"
                  + " parquet, the column of paths or of images; for format vectors, that of the"
                  + " rows' names.")
          .introducedWith("");
  private static final Key<String> LABEL_COLUMN =
      Key.of("label-column", KeyType.text(), "")
          .doc(
              "Column of the same file, or of its folders named column=value, that has the"
                  + " classes (formats images, parquet and vectors).")
          .introducedWith("");
  private static final Key<String> CLASS_PATTERN =
      Key.of("class-pattern", KeyType.text(), "")
          .doc(
              "Regular expression whose first group is the class in an image's path below its"
                  + " subset's folder, for class names within file names (format images).")
          .introducedWith("");

  /** The values that an experiment has if it sets none. */
  public static final LayoutConfig DEFAULTS =
      new LayoutConfig(FINE, TEST_SHARE, 1, false, "", "", "");

  static List<Key<?>> keys() {
    return List.of(
        LABEL_KIND, SHARE, SPLIT_SEED, FOLLOW_LINKS, PATH_COLUMN, LABEL_COLUMN, CLASS_PATTERN);
  }

  static LayoutConfig read(Section section) {
    return new LayoutConfig(
        section.get(LABEL_KIND),
        section.get(SHARE),
        section.get(SPLIT_SEED),
        section.get(FOLLOW_LINKS),
        section.get(PATH_COLUMN),
        section.get(LABEL_COLUMN),
        section.get(CLASS_PATTERN));
  }

  /** Returns the same keys for a dataset that has no test set and needs none. */
  public LayoutConfig withoutTestShare() {
    return new LayoutConfig(
        labelKind, 0, splitSeed, followLinks, pathColumn, labelColumn, classPattern);
  }

  /** Returns whether the coarse labels are the classes. */
  public boolean coarseLabels() {
    return labelKind.equals(COARSE);
  }

  /** Returns whether a table has the labels. */
  public boolean hasTable() {
    return !pathColumn.isEmpty() && !labelColumn.isEmpty();
  }
}
