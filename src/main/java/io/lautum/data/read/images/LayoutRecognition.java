package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageLayout.ClassRule;
import io.lautum.data.read.images.ImageLayout.FolderName;
import io.lautum.data.read.images.ImageLayout.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Finds out how the folders of a container are laid out. */
final class LayoutRecognition {
  private final String container;
  private final FolderCounts counts;
  private final Map<String, String> annotations;
  private final OtherFiles others;
  private final LayoutNotes notes;

  /**
   * @param container name of the container, for messages
   * @param annotations class by file name from a file {@code val_annotations.txt}; empty if there
   *     is none
   * @param others files that are no images
   */
  LayoutRecognition(
      String container, FolderCounts counts, Map<String, String> annotations, OtherFiles others) {
    this.container = container;
    this.counts = counts;
    this.annotations = annotations;
    this.others = others;
    notes = new LayoutNotes(counts);
  }

  /** Returns what was decided. */
  List<DatasetNote> notes() {
    return notes.all();
  }

  /**
   * Returns the layout. It has a test set, or its training set is to be divided.
   *
   * @throws DataException if the layout is none of those known; the message lists what was found
   */
  ImageLayout recognise() {
    String top = top();
    List<String> children = counts.filled(top);
    Map<String, String> lower = new TreeMap<>();
    children.forEach(name -> lower.put(name.toLowerCase(Locale.ROOT), name));
    if (NotMnist.isPresent(lower)) {
      notes.add(NotMnist.NOTE);
      return NotMnist.layout(top, lower);
    }
    String train = train(top).orElse(null);
    if (train == null) {
      return withoutTrain(top);
    }
    String folder = counts.inner(FolderCounts.child(top, train));
    requireClasses(folder);
    notes.looseImages(folder);
    List<Part> parts = new ArrayList<>(List.of(new Part(folder, Split.TRAIN, byName(folder))));
    test(top, given -> labelled(given, folder)).ifPresent(parts::add);
    notes.unlabelledClass(folder);
    notes.sameInside(folder);
    notes.unused(top, train);
    return new ImageLayout(top, parts, null);
  }

  /** Returns the layout of images whose classes a table or a pattern gives. */
  ImageLayout recognise(ClassRule rule) {
    String top = top();
    Optional<String> train = SubsetName.TRAIN.among(counts.filled(top));
    if (train.isEmpty() || rule.assignsSubsets()) {
      return new ImageLayout(top, List.of(new Part(top, Split.TRAIN, rule)), null);
    }
    List<Part> parts = new ArrayList<>();
    parts.add(new Part(FolderCounts.child(top, train.get()), Split.TRAIN, rule));
    test(top, folder -> rule.mayLabel(folder) ? new Part(folder, Split.TEST, rule) : null)
        .ifPresent(parts::add);
    return new ImageLayout(top, parts, null);
  }

  /** Returns the folder of training images: with folders of classes, or with that very name. */
  private Optional<String> train(String top) {
    List<String> children = counts.filled(top);
    return SubsetName.TRAIN
        .among(children)
        .filter(
            name -> {
              // Next to other classes, "train" may be the vehicle.
              long others = children.stream().filter(it -> SubsetName.of(it).isEmpty()).count();
              return !counts.filled(FolderCounts.child(top, name)).isEmpty()
                  || SubsetName.of(name).isPresent() && others < 2;
            });
  }

  /** Descends through folders that contain nothing but one other folder, or one with subsets. */
  private String top() {
    String top = "";
    while (true) {
      List<String> filled = counts.filled(top);
      if (filled.size() != 1 || SubsetName.of(filled.get(0)).isPresent()) {
        return top;
      }
      String only = FolderCounts.child(top, filled.get(0));
      boolean subsets = train(only).isPresent();
      if (!subsets && (counts.in(top) > 0 || counts.in(only) > 0)) {
        return top;
      }
      notes.looseImages(top);
      top = only;
    }
  }

  private ImageLayout withoutTrain(String top) {
    List<String> children = counts.filled(top);
    if (children.stream()
        .flatMap(name -> SubsetName.of(name).stream())
        .anyMatch(subset -> subset != SubsetName.TRAIN)) {
      throw unknown("a folder train next to the others", top);
    }
    requireClasses(top);
    if (children.size() == 1 && others.hasTables()) {
      String only = FolderCounts.child(top, children.get(0));
      throw unknown("folders named by the classes in " + LayoutNotes.shown(top), only);
    }
    ClassFolders folders = new ClassFolders(counts, top, children);
    if (folders.haveSubsets()) {
      return folders.layout(container);
    }
    notes.looseImages(top);
    notes.unlabelledClass(top);
    notes.sameInside(top);
    return new ImageLayout(top, List.of(new Part(top, Split.TRAIN, byName(top))), null);
  }

  private FolderName byName(String folder) {
    FolderName rule = FolderName.of(counts.filled(folder));
    notes.partitions(folder, rule);
    return rule;
  }

  private void requireClasses(String folder) {
    if (counts.below(folder) == counts.in(folder)) {
      throw unknown(
          Text.format("folders named by the classes in %s", LayoutNotes.shown(folder)), folder);
    }
  }

  /**
   * Returns the test set, preferably a folder of that name; empty if no folder has labels.
   *
   * @param labelled returns the part of a folder, or null if its images have no labels
   */
  private Optional<Part> test(String top, Function<String, Part> labelled) {
    List<String> children = counts.filled(top);
    String test = SubsetName.TEST.among(children).orElse(null);
    String validation = SubsetName.VALIDATION.among(children).orElse(null);
    Part found = null;
    for (String name : new String[] {test, validation}) {
      if (name == null) {
        continue;
      }
      Part part = labelled.apply(FolderCounts.child(top, name));
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
    return Optional.ofNullable(found);
  }

  private Part labelled(String given, String train) {
    String folder = counts.inner(given);
    List<String> classes = counts.filled(folder);
    boolean one = classes.size() == 1 && !counts.children(train).contains(classes.get(0));
    if (!classes.isEmpty() && !one) {
      return new Part(folder, Split.TEST, FolderName.of(classes));
    }
    String name = given.substring(given.lastIndexOf('/') + 1);
    boolean annotated = SubsetName.VALIDATION.among(List.of(name)).isPresent();
    return annotations.isEmpty() || counts.below(folder) == 0 || !annotated
        ? null
        : new Part(folder, Split.TEST, TableEntry.ofNames(annotations));
  }

  private DataException unknown(String expected, String folder) {
    List<String> folders = counts.children(folder).stream().limit(6).toList();
    return new DataException(
        Text.format(
            "%s: expected %s, found %d images without class there%s%s. Known layouts:"
                + " train/<class>/… with test or val next to it; <class>/…; images with a table of"
                + " labels (keys path-column and label-column); class names within the file names"
                + " (key class-pattern); IDX, CIFAR, .npz and Parquet files",
            container,
            expected,
            counts.below(folder),
            folders.isEmpty() ? "" : ", the folders " + String.join(", ", folders),
            others.described(counts.below(""))));
  }
}
