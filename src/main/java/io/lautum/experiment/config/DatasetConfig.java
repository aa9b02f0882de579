package io.lautum.experiment.config;

import io.lautum.experiment.storage.Credentials;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Location and format of a dataset ({@code source { … }} and {@code target { … }}).
 *
 * @param name name in tables and reports
 * @param format {@code idx}, {@code cifar10}, {@code cifar100}, {@code images}, {@code npz}, {@code
 *     parquet}, {@code vectors}, {@code glyphs}, or {@code auto} for the one that recognises the
 *     files
 * @param path folder or archive on any Hadoop file system; unused by {@code glyphs}
 * @param classes class names by label index for {@code idx}; the choice of classes, in label order,
 *     for {@code cifar10}, {@code cifar100}, {@code images} and {@code parquet}; empty for all
 * @param glyphs characters that {@code glyphs} draws: {@code digits} or {@code letters}
 * @param trainCount number of generated training images ({@code glyphs})
 * @param testCount number of generated test images ({@code glyphs})
 * @param seed seed of generated images ({@code glyphs})
 * @param layout what the files do not say themselves
 * @param badFiles treatment of files that cannot be decoded
 * @param vectors how a table has vectors ({@code vectors})
 */
public record DatasetConfig(
    String name,
    String format,
    String path,
    List<String> classes,
    String glyphs,
    int trainCount,
    int testCount,
    long seed,
    LayoutConfig layout,
    BadFilesConfig badFiles,
    VectorsConfig vectors)
    implements Serializable {
  private static final String GENERATED = "glyphs";
  static final Key<String> GLYPHS =
      Key.of("glyphs", KeyType.oneOf("digits", "letters"), "")
          .doc("Characters on generated images (format glyphs only).");
  static final Key<Integer> TRAIN_COUNT =
      Key.of("train-count", KeyType.atLeast(1), 20000)
          .doc("Number of generated training images (format glyphs only).");
  static final Key<Long> SEED =
      Key.of("seed", KeyType.whole(), 1).doc("Seed of generated images (format glyphs only).");
  private static final Key<String> NAME =
      Key.of("name", KeyType.text(), "")
          .doc("Name of the dataset in tables and reports; empty means the last part of path.");
  private static final Key<String> FORMAT =
      Key.of("format", KeyType.required(), "auto")
          .doc(
              "One of idx, cifar10, cifar100, images, npz, parquet, vectors and glyphs; auto"
                  + " recognises the files of all except vectors.");
  private static final Key<String> PATH =
      Key.of("path", KeyType.required(), "")
          .doc(
              "Folder or archive on any Hadoop file system, absolute or relative to data.root;"
                  + " unused by format glyphs.");
  private static final Key<List<String>> CLASSES =
      Key.of("classes", KeyType.names(), List.of())
          .doc(
              "Class names by label (format idx) or the classes to select, in label order (other"
                  + " formats); empty means all.");
  private static final Key<Integer> TEST_COUNT =
      Key.of("test-count", KeyType.atLeast(1), 2000)
          .doc("Number of generated test images (format glyphs only).");

  static KeyGroup keys(String block, String documentation) {
    List<Key<?>> keys =
        new ArrayList<>(
            List.of(NAME, FORMAT, PATH, CLASSES, GLYPHS, TRAIN_COUNT, TEST_COUNT, SEED));
    keys.addAll(LayoutConfig.keys());
    keys.addAll(BadFilesConfig.keys());
    keys.addAll(VectorsConfig.keys());
    return KeyGroup.of(
        block, documentation, Set.of(ArtefactKind.SHARDS), keys.toArray(new Key<?>[0]));
  }

  public DatasetConfig {
    classes = List.copyOf(classes);
  }

  /** Creates a dataset of files with all classes; bad files are errors. */
  public static DatasetConfig of(
      String name, String format, String path, LayoutConfig layout, VectorsConfig vectors) {
    return new DatasetConfig(
        name, format, path, List.of(), "", 0, 0, 0, layout, BadFilesConfig.DEFAULTS, vectors);
  }

  /** Returns whether a dataset is configured: it has a path or is generated. */
  static boolean isSet(Section section) {
    return section.get(FORMAT).equals(GENERATED) || !section.get(PATH, KeyType.text()).isBlank();
  }

  static DatasetConfig read(Section section, DataRoot root) {
    boolean generated = section.get(FORMAT).equals(GENERATED);
    return read(section, generated ? "" : root.resolve(section.get(PATH)));
  }

  /** Reads the keys of a dataset whose place another key has. */
  static DatasetConfig read(Section section, String path) {
    String format = section.get(FORMAT);
    boolean generated = format.equals(GENERATED);
    String name = section.get(NAME);
    Credentials.requireNone("path of dataset " + name, section.get(PATH, KeyType.text()));
    if (name.isBlank()) {
      name = generated ? section.get(GLYPHS) : lastPart(path);
    }
    return new DatasetConfig(
        name,
        format,
        path,
        section.get(CLASSES),
        generated ? section.get(GLYPHS) : "",
        section.get(TRAIN_COUNT),
        section.get(TEST_COUNT),
        section.get(SEED),
        LayoutConfig.read(section),
        BadFilesConfig.read(section),
        VectorsConfig.read(section));
  }

  private static String lastPart(String path) {
    String[] parts = path.split("/+");
    return parts.length == 0 ? path : parts[parts.length - 1];
  }

  /**
   * Returns a dataset in another place, without a share of it as test set.
   *
   * @param newName its name in messages
   */
  public DatasetConfig whole(String newName, String newPath) {
    return with(newName, format, newPath, classes, layout.withoutTestShare());
  }

  /** Returns the same dataset with a choice of classes. */
  public DatasetConfig withClasses(List<String> newClasses) {
    return with(name, format, path, newClasses, layout);
  }

  /** Returns the same dataset in another format. */
  public DatasetConfig withFormat(String newFormat) {
    return with(name, newFormat, path, classes, layout);
  }

  private DatasetConfig with(
      String newName,
      String newFormat,
      String newPath,
      List<String> newClasses,
      LayoutConfig newLayout) {
    return new DatasetConfig(
        newName,
        newFormat,
        newPath,
        newClasses,
        glyphs,
        trainCount,
        testCount,
        seed,
        newLayout,
        badFiles,
        vectors);
  }
}
