package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageLayout.ClassRule;
import io.lautum.data.read.images.ImageLayout.FolderName;
import io.lautum.data.read.images.ImageLayout.Part;
import io.lautum.data.read.images.ImageLayout.TableEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Finds out how the folders of a container are laid out. */
final class LayoutRecognition {
  private static final List<String> TRAIN = List.of("train", "training");
  private static final List<String> TEST = List.of("test", "testing");
  private static final List<String> VALIDATION = List.of("val", "valid", "validation");
  private static final Set<String> UNLABELLED =
      Set.of("unlabelled", "unlabeled", "unknown", "unsorted");

  private final String container;
  private final FolderCounts counts;
  private final Map<String, String> annotations;
  private final List<String> tables;
  private final List<DatasetNote> notes = new ArrayList<>();

  /**
   * @param container name of the container, for messages
   * @param annotations class by file name from a file {@code val_annotations.txt}; empty if there
   *     is none
   * @param tables paths of tables that may have labels, for messages
   */
  LayoutRecognition(
      String container, FolderCounts counts, Map<String, String> annotations, List<String> tables) {
    this.container = container;
    this.counts = counts;
    this.annotations = annotations;
    this.tables = tables;
  }

  /** Returns what was decided. */
  List<DatasetNote> notes() {
    return List.copyOf(notes);
  }

  /**
   * Returns the layout. It has a test set, or its training set is to be divided.
   *
   * @throws DataException if the layout is none of those known; the message lists what was found
   */
  ImageLayout recognise() {
    String top = top();
    Map<String, String> children = new TreeMap<>();
    counts.children(top).forEach(name -> children.put(name.toLowerCase(Locale.ROOT), name));
    if (NotMnist.isPresent(children)) {
      notes.add(NotMnist.NOTE);
      return NotMnist.layout(top, children);
    }
    String train = first(children, TRAIN);
    if (train == null) {
      if (first(children, TEST) != null || first(children, VALIDATION) != null) {
        throw unknown("a folder train next to the others", top);
      }
      return classesOnly(top);
    }
    String folder = FolderCounts.child(top, train);
    requireClasses(folder);
    noteLooseImages(folder);
    List<Part> parts = new ArrayList<>(List.of(new Part(folder, Split.TRAIN, new FolderName())));
    Part test = test(top, children, folder);
    if (test != null) {
      parts.add(test);
    }
    noteUnlabelled(folder);
    return new ImageLayout(top, parts, null);
  }

  /** Returns the layout of images whose classes a table or a pattern gives. */
  ImageLayout recognise(ClassRule rule) {
    String top = top();
    Map<String, String> children = new TreeMap<>();
    counts.children(top).forEach(name -> children.put(name.toLowerCase(Locale.ROOT), name));
    String train = first(children, TRAIN);
    if (train == null) {
      return new ImageLayout(top, List.of(new Part(top, Split.TRAIN, rule)), null);
    }
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(FolderCounts.child(top, train), Split.TRAIN, rule));
    String test = first(children, TEST);
    test = test == null ? first(children, VALIDATION) : test;
    if (test != null) {
      parts.add(new Part(FolderCounts.child(top, test), Split.TEST, rule));
    }
    return new ImageLayout(top, parts, null);
  }

  /** Descends through folders that contain nothing but one other folder. */
  private String top() {
    String top = "";
    while (counts.in(top) == 0) {
      String here = top;
      List<String> filled =
          counts.children(top).stream()
              .filter(name -> counts.below(FolderCounts.child(here, name)) > 0)
              .toList();
      if (filled.size() != 1 || isSubset(filled.get(0))) {
        return top;
      }
      String only = FolderCounts.child(top, filled.get(0));
      if (counts.in(only) > 0) {
        return top;
      }
      top = only;
    }
    return top;
  }

  private static boolean isSubset(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return TRAIN.contains(lower) || TEST.contains(lower) || VALIDATION.contains(lower);
  }

  private static String first(Map<String, String> children, List<String> names) {
    return names.stream().filter(children::containsKey).map(children::get).findFirst().orElse(null);
  }

  private ImageLayout classesOnly(String top) {
    requireClasses(top);
    List<String> classes =
        counts.children(top).stream()
            .filter(name -> counts.below(FolderCounts.child(top, name)) > 0)
            .toList();
    if (classes.size() == 1 && !tables.isEmpty()) {
      String only = FolderCounts.child(top, classes.get(0));
      throw unknown("folders named by the classes in " + shown(top), only);
    }
    for (String name : classes) {
      if (counts.children(FolderCounts.child(top, name)).stream()
          .anyMatch(LayoutRecognition::isSubset)) {
        throw new DataException(
            "%s: expected the folders of one dataset, found those of %s; set path to one of them"
                .formatted(container, String.join(", ", classes)));
      }
    }
    noteLooseImages(top);
    noteUnlabelled(top);
    return new ImageLayout(top, List.of(new Part(top, Split.TRAIN, new FolderName())), null);
  }

  private void requireClasses(String folder) {
    if (counts.below(folder) == counts.in(folder)) {
      throw unknown("folders named by the classes in %s".formatted(shown(folder)), folder);
    }
  }

  private void noteLooseImages(String folder) {
    if (counts.in(folder) > 0) {
      notes.add(
          DatasetNote.of(
              "%d images next to the folders of classes in %s are not used",
              counts.in(folder), shown(folder)));
    }
  }

  private void noteUnlabelled(String folder) {
    for (String name : counts.children(folder)) {
      if (UNLABELLED.contains(name.toLowerCase(Locale.ROOT))) {
        notes.add(
            DatasetNote.of(
                "a class is called %s; if its %d images have no labels, move the folder out of %s",
                name, counts.below(FolderCounts.child(folder, name)), shown(folder)));
      }
    }
  }

  /** Returns the test set, preferably a folder of that name; null if no folder has labels. */
  private Part test(String top, Map<String, String> children, String train) {
    String test = first(children, TEST);
    String validation = first(children, VALIDATION);
    Part found = null;
    for (String name : new String[] {test, validation}) {
      if (name == null) {
        continue;
      }
      Part part = labelled(FolderCounts.child(top, name), train);
      if (part == null) {
        notes.add(
            DatasetNote.of(
                "%s is not used: its %d images have no labels",
                name, counts.below(FolderCounts.child(top, name))));
      } else if (found != null) {
        notes.add(DatasetNote.of("%s is not used; %s serves as test set", name, test));
      } else {
        found = part;
        if (!name.equals("test")) {
          notes.add(DatasetNote.of("%s serves as test set", name));
        }
      }
    }
    return found;
  }

  private Part labelled(String folder, String train) {
    List<String> classes = counts.children(folder);
    boolean folders = counts.below(folder) > counts.in(folder);
    boolean one = classes.size() == 1 && !counts.children(train).contains(classes.get(0));
    if (folders && !one) {
      return new Part(folder, Split.TEST, new FolderName());
    }
    return annotations.isEmpty() || counts.below(folder) == 0 || !annotated(folder)
        ? null
        : new Part(folder, Split.TEST, new TableEntry(annotations));
  }

  private static boolean annotated(String folder) {
    String name = folder.substring(folder.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    return VALIDATION.contains(name);
  }

  private static String shown(String folder) {
    return folder.isEmpty() ? "the top folder" : folder;
  }

  private DataException unknown(String expected, String folder) {
    List<String> folders = counts.children(folder).stream().limit(6).toList();
    return new DataException(
        ("%s: expected %s, found %d images without class there%s%s. Known layouts:"
                + " train/<class>/… with test or val beside it; <class>/…; images with a table of"
                + " labels (keys path-column and label-column); class names within the file names"
                + " (key class-pattern); IDX, CIFAR and .npz files")
            .formatted(
                container,
                expected,
                counts.below(folder),
                folders.isEmpty() ? "" : ", the folders " + String.join(", ", folders),
                tables.isEmpty() ? "" : " and the tables " + String.join(", ", tables)));
  }
}
