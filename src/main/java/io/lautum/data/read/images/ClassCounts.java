package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.ClassNames;
import io.lautum.data.read.ClassChoice;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageLayout.FolderName;
import io.lautum.data.read.images.ImageLayout.Part;
import io.lautum.data.read.images.ImageLayout.Place;
import io.lautum.experiment.config.LayoutConfig;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The number of training and test images of each class, and what they mean for the dataset. */
public final class ClassCounts {
  private final String container;
  private final LayoutConfig config;
  private final TestShare.Builder hashes;
  private final TreeMap<String, long[]> byClass = new TreeMap<>();
  private final List<DatasetNote> notes = new ArrayList<>();
  private long withoutClass;

  /**
   * Creates counts without classes.
   *
   * @param container name of the dataset, for messages
   */
  public ClassCounts(String container, LayoutConfig config) {
    this.container = container;
    this.config = config;
    this.hashes = new TestShare.Builder(config.splitSeed());
  }

  /** Adds the class that a folder names, which may have no images. */
  void addFolder(ImageLayout layout, String path) {
    for (Part part : layout.parts()) {
      String inside = ImageLayout.relative(part.folder(), path);
      boolean direct = inside != null && !inside.isEmpty() && inside.indexOf('/') < 0;
      if (direct && part.rule() instanceof FolderName named) {
        named.className(inside).ifPresent(this::counts);
      }
    }
  }

  /** Adds an image; one without a class is counted. */
  void addImage(ImageLayout layout, Optional<Place> place, String path) {
    if (place.isEmpty()) {
      boolean named = layout.parts().stream().anyMatch(part -> part.rule() instanceof FolderName);
      if (!named) {
        addWithoutClass();
      }
      return;
    }
    add(place.get().className(), place.get().subset(), ImageLayout.relative(layout.top(), path));
  }

  /**
   * Adds an image with a class.
   *
   * @param path what tells the image from all others of the dataset
   * @throws DataException if the class has a name that is not allowed, or there are too many
   */
  public void add(String className, Split subset, String path) {
    counts(className)[subset.ordinal()]++;
    if (subset == Split.TRAIN) {
      hashes.add(className, path);
    }
  }

  /** Adds an image without a class. */
  public void addWithoutClass() {
    withoutClass++;
  }

  private long[] counts(String className) {
    long[] known = byClass.get(className);
    if (known != null) {
      return known;
    }
    if (!ClassNames.isAllowed(className)) {
      throw new DataException(
          Text.format(
              "%s: expected a class with a name of 1 to 255 printable characters, found \"%s\"",
              container, className));
    }
    long[] counts = new long[2];
    byClass.put(className, counts);
    if (byClass.size() > ClassNames.MAX_CLASSES) {
      throw new DataException(
          Text.format(
              "%s: expected at most %d classes, found more", container, ClassNames.MAX_CLASSES));
    }
    return counts;
  }

  /**
   * Returns the classes in label order: the chosen ones, or all with images, numbers by their
   * value.
   *
   * @throws DataException if a class has test images only, a chosen class has no training images,
   *     or there are fewer than two classes
   */
  public List<String> classes(ClassChoice choice) {
    List<String> classes = new ArrayList<>();
    List<String> all = new ArrayList<>(byClass.keySet());
    for (String name : choice.wanted().isEmpty() ? all : choice.of(all, container)) {
      long train = byClass.get(name)[Split.TRAIN.ordinal()];
      if (train == 0 && (count(name, Split.TEST) > 0 || !choice.wanted().isEmpty())) {
        throw new DataException(
            Text.format(
                "%s: expected at least one training image of class %s, found none and %d test"
                    + " images%s",
                container, name, count(name, Split.TEST), similar(name)));
      }
      if (train == 0) {
        notes.add(DatasetNote.of("class %s has no images and is left out", name));
      } else {
        classes.add(name);
      }
    }
    // Sets that are not divided may be test sets, which may lack classes.
    if (classes.size() < (config.testShare() > 0 ? 2 : 1)) {
      throw new DataException(
          Text.format(
              "%s: expected images of two or more classes, found %s",
              container, classes.isEmpty() ? "none" : "only " + classes.get(0)));
    }
    if (choice.wanted().isEmpty() && classes.stream().allMatch(name -> name.matches("\\d{1,18}"))) {
      classes.sort(Comparator.comparing(Long::valueOf));
    }
    return classes;
  }

  /** Returns the end of a message about a class that another one differs from in spelling only. */
  private String similar(String name) {
    return byClass.keySet().stream()
        .filter(other -> !other.equals(name) && DoubtfulNames.alike(other, name))
        .findFirst()
        .map(
            other ->
                Text.format(
                    "; class %s differs only in case, in how its accents are stored or in the form"
                        + " of a number: give both one name",
                    other))
        .orElse("");
  }

  private long count(String name, Split subset) {
    return byClass.get(name)[subset.ordinal()];
  }

  /** Returns the number of images of a subset. */
  public long count(List<String> classes, Split subset) {
    return classes.stream().mapToLong(name -> count(name, subset)).sum();
  }

  /** Returns the layout, with a share of the training images as test set if there is none. */
  ImageLayout divided(ImageLayout layout, List<String> classes) {
    return testShare(classes).map(layout::with).orElse(layout);
  }

  /**
   * Returns the share of the training images that serves as test set; empty if there is a test set,
   * or there need not be one.
   *
   * @throws DataException if all classes have only one image
   */
  public Optional<TestShare> testShare(List<String> classes) {
    if (count(classes, Split.TEST) > 0 || config.testShare() == 0) {
      return Optional.empty();
    }
    TestShare share = hashes.build(config.testShare());
    byClass.forEach(
        (name, counts) -> {
          long test = hashes.chosen(name, config.testShare());
          counts[Split.TRAIN.ordinal()] -= test;
          counts[Split.TEST.ordinal()] = test;
        });
    if (count(classes, Split.TEST) == 0) {
      throw new DataException(
          Text.format(
              "%s: expected a test set, or classes of two or more images to take one from, found"
                  + " neither",
              container));
    }
    notes.add(
        DatasetNote.of(
            "no test set found: %d images, a share of %s of each class (keys test-share and"
                + " split-seed), serve as test set",
            count(classes, Split.TEST), config.testShare()));
    return Optional.of(share);
  }

  /** Returns what the numbers mean, after {@link #classes} and {@link #testShare}. */
  public List<DatasetNote> notes(List<String> classes) {
    List<DatasetNote> all = new ArrayList<>(notes);
    List<String> single = classes.stream().filter(name -> count(name, Split.TRAIN) == 1).toList();
    if (!single.isEmpty()) {
      all.add(DatasetNote.of("only one training image of %s", String.join(", ", single)));
    }
    all.addAll(DoubtfulNames.notes(classes));
    if (withoutClass > 0) {
      all.add(DatasetNote.of("%d images have no class and are not used", withoutClass));
    }
    return all;
  }
}
