package io.lautum.data.read.images;

import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageLayout.ClassRule;
import java.io.Serializable;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A table has the class of each image. Paths may lack the suffix of the file.
 *
 * @param exact labels by path relative to the container
 * @param byEnd labels by the last parts of a path, such as the file's name
 */
record TableEntry(Map<String, Label> exact, Map<String, Label> byEnd) implements ClassRule {
  /**
   * A row of the table.
   *
   * @param subset the image's subset; null for that of its folder
   * @param row number of the row among all rows of tables; negative if rows may name no image
   * @param foreign the subsets in whose folders an image with the same name is another one
   */
  record Label(String className, Split subset, int row, Set<SubsetName> foreign)
      implements Serializable {
    private boolean isForeign(String path) {
      return foreign.stream().anyMatch(subset -> subset.isFolderOf(path));
    }
  }

  /** Returns the rule of a table of file names. */
  static TableEntry ofNames(Map<String, String> classes) {
    Map<String, Label> labels = new HashMap<>();
    classes.forEach(
        (name, className) -> labels.put(name, new Label(className, null, -1, Set.of())));
    return new TableEntry(Map.of(), labels);
  }

  @Override
  public Optional<String> of(String path, String inside) {
    return Optional.ofNullable(label(path)).map(Label::className);
  }

  @Override
  public Split subset(String path, Split ofFolder) {
    Label label = label(path);
    return label == null || label.subset() == null ? ofFolder : label.subset();
  }

  @Override
  public boolean mayLabel(String folder) {
    return byEnd.values().stream().anyMatch(label -> !label.isForeign(folder + "/"))
        || exact.keySet().stream().anyMatch(path -> path.startsWith(folder + "/"));
  }

  @Override
  public boolean assignsSubsets() {
    return exact.values().stream().anyMatch(label -> label.subset() != null);
  }

  /** Returns the row of an image; negative if it has none. */
  int row(String path) {
    Label label = label(path);
    return label == null ? -1 : label.row();
  }

  private Label label(String path) {
    Label found = get(exact, path);
    String end = path;
    while (found == null && !end.isEmpty()) {
      found = get(byEnd, end);
      if (found != null && found.isForeign(path)) {
        return null;
      }
      end = end.indexOf('/') < 0 ? "" : end.substring(end.indexOf('/') + 1);
    }
    return found;
  }

  /** File systems and programs differ in whether they store accents as letters of their own. */
  private static Label get(Map<String, Label> labels, String path) {
    Label found = stored(labels, path);
    for (Normalizer.Form form : List.of(Normalizer.Form.NFC, Normalizer.Form.NFD)) {
      if (found == null && !Normalizer.isNormalized(path, form)) {
        found = stored(labels, Normalizer.normalize(path, form));
      }
    }
    return found;
  }

  private static Label stored(Map<String, Label> labels, String path) {
    Label found = labels.get(path);
    int dot = path.lastIndexOf('.');
    return found == null && dot > path.lastIndexOf('/')
        ? labels.get(path.substring(0, dot))
        : found;
  }
}
