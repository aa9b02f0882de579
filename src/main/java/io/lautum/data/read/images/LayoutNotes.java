package io.lautum.data.read.images;

import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.images.ImageLayout.FolderName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What users should know of the folders of a layout that was recognised. */
final class LayoutNotes {
  static final Set<String> UNLABELLED = Set.of("unlabelled", "unlabeled", "unknown", "unsorted");

  private static final int SHOWN = 4;

  private final FolderCounts counts;
  private final List<DatasetNote> notes = new ArrayList<>();

  LayoutNotes(FolderCounts counts) {
    this.counts = counts;
  }

  void add(DatasetNote note) {
    notes.add(note);
  }

  /** Notes images next to folders of classes. */
  void looseImages(String folder) {
    if (counts.in(folder) > 0) {
      notes.add(
          DatasetNote.of(
              "%d images next to the folders of classes in %s are not used",
              counts.in(folder), shown(folder)));
    }
  }

  /** Notes classes that all have folders of the same names, which may be the classes. */
  void sameInside(String folder) {
    List<String> names = counts.filled(folder);
    List<String> first = inside(folder, names.get(0));
    boolean same =
        names.stream()
            .allMatch(
                name ->
                    counts.in(FolderCounts.child(folder, name)) == 0
                        && inside(folder, name).equals(first));
    if (same && names.size() > 1 && first.size() > 1) {
      notes.add(
          DatasetNote.of(
              "the classes %s have folders of the same names, %s; if those are the classes, set"
                  + " path to one of the folders %s",
              listed(names), listed(first), listed(names)));
    }
  }

  /** Returns the folders in a class's folder, also if they are together in another one. */
  private List<String> inside(String folder, String name) {
    return counts.filled(counts.inner(FolderCounts.child(folder, name)));
  }

  private static String listed(List<String> names) {
    return String.join(", ", names.subList(0, Math.min(names.size(), SHOWN)))
        + (names.size() > SHOWN ? ", …" : "");
  }

  /** Notes classes whose name means that their images have no labels. */
  void unlabelledClass(String folder) {
    for (String name : counts.children(folder)) {
      if (UNLABELLED.contains(name.toLowerCase(Locale.ROOT))) {
        notes.add(
            DatasetNote.of(
                "a class is called %s; if its %d images have no labels, move the folder out of %s"
                    + " and name it by the key target.unlabelled",
                name, counts.below(FolderCounts.child(folder, name)), shown(folder)));
      }
    }
  }

  /**
   * Notes folders next to the training images that are neither these nor a test set.
   *
   * @param train name of the folder of training images
   */
  void unused(String top, String train) {
    for (String name : counts.filled(top)) {
      boolean test =
          SubsetName.of(name).isPresent()
              || SubsetName.TEST.isWordOf(name)
              || SubsetName.VALIDATION.isWordOf(name);
      if (!test && !name.equals(train)) {
        notes.add(
            DatasetNote.of(
                "the folder %s next to %s is not part of the labelled dataset; if its %d images"
                    + " have no labels, name it by the key target.unlabelled",
                name, train, counts.below(FolderCounts.child(top, name))));
      }
    }
  }

  /** Notes folders of classes whose names have a key of Hive's partitions. */
  void partitions(String folder, FolderName rule) {
    if (rule.key().isEmpty()) {
      return;
    }
    notes.add(
        DatasetNote.of(
            "the folders %s are partitions: what follows %s is the class",
            listed(counts.filled(folder)), rule.key()));
    for (String name : counts.filled(folder)) {
      if (rule.className(name).isEmpty()) {
        notes.add(
            DatasetNote.of(
                "%d images in %s have no class and are not used",
                counts.below(FolderCounts.child(folder, name)), name));
      }
    }
  }

  /** Returns all notes, in their order. */
  List<DatasetNote> all() {
    return List.copyOf(notes);
  }

  /** Returns a folder's name for messages. */
  static String shown(String folder) {
    return folder.isEmpty() ? "the top folder" : folder;
  }
}
