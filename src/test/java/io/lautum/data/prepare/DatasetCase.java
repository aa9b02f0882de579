package io.lautum.data.prepare;

import io.lautum.experiment.config.LayoutConfig;
import java.util.List;
import java.util.function.Consumer;

/**
 * A dataset as people have it, and what must become of it.
 *
 * @param files makes the files
 * @param layout keys for what the files do not say
 * @param learnt number of training and test images, {@code "12+6"}; null if it is rejected
 * @param classes the classes in label order; empty if the case does not fix them
 * @param parts parts of the notes, or of the message
 */
record DatasetCase(
    String name,
    Consumer<CaseFiles> files,
    LayoutConfig layout,
    String learnt,
    List<String> classes,
    List<String> parts) {
  /** Returns a case of 12 training and 6 test images of the classes that {@link CaseFiles} has. */
  static DatasetCase learns(String name, Consumer<CaseFiles> files, String... notes) {
    return counts(name, "12+6", files, notes).of(CaseFiles.CLASSES.toArray(new String[0]));
  }

  static DatasetCase counts(
      String name, String learnt, Consumer<CaseFiles> files, String... notes) {
    return new DatasetCase(name, files, LayoutConfig.DEFAULTS, learnt, List.of(), List.of(notes));
  }

  static DatasetCase fails(String name, Consumer<CaseFiles> files, String... parts) {
    return counts(name, null, files, parts);
  }

  DatasetCase of(String... names) {
    return new DatasetCase(name, files, layout, learnt, List.of(names), parts);
  }

  DatasetCase with(LayoutConfig keys) {
    return new DatasetCase(name, files, keys, learnt, classes, parts);
  }

  static LayoutConfig table(String path, String label) {
    return new LayoutConfig("fine", 0.2, 1, false, path, label, "");
  }

  static LayoutConfig pattern(String expression) {
    return new LayoutConfig("fine", 0.2, 1, false, "", "", expression);
  }

  static LayoutConfig followingLinks() {
    return new LayoutConfig("fine", 0.2, 1, true, "", "", "");
  }

  @Override
  public String toString() {
    return name;
  }
}
