package io.lautum.data.read.images;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.file.HivePartitions;
import io.lautum.data.read.Split;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Where the images of each subset are in a container, and what gives them their classes.
 *
 * @param top the folder that contains all others; empty for the container itself
 * @param parts the folders of the subsets; a path belongs to the first that contains it
 * @param share which images of the training set serve as test set; null if there is a test set
 */
record ImageLayout(String top, List<Part> parts, TestShare share) implements Serializable {
  ImageLayout {
    parts = List.copyOf(parts);
  }

  /**
   * The images of a subset.
   *
   * @param folder path relative to the container
   * @param skipped file names that are left out because the published dataset has them damaged
   */
  record Part(String folder, Split split, ClassRule rule, List<String> skipped)
      implements Serializable {
    Part(String folder, Split split, ClassRule rule) {
      this(folder, split, rule, List.of());
    }
  }

  /** Gives an image its class. */
  interface ClassRule extends Serializable {
    /**
     * Returns the class of an image.
     *
     * @param path path relative to the container
     * @param inside path relative to the part's folder
     */
    Optional<String> of(String path, String inside);

    /**
     * Returns the subset of an image.
     *
     * @param path path relative to the container
     * @param ofFolder the subset of the part's folder
     */
    default Split subset(String path, Split ofFolder) {
      return ofFolder;
    }

    /**
     * Returns whether images of a folder may have a class.
     *
     * @param folder path relative to the container
     */
    default boolean mayLabel(String folder) {
      return true;
    }

    /** Returns whether a folder may have images of several subsets. */
    default boolean assignsSubsets() {
      return false;
    }
  }

  /**
   * The class is the name of the folder below the part's folder.
   *
   * @param key what precedes the class in the names of {@link HivePartitions}, such as {@code
   *     label=}; empty if the names are the classes
   */
  record FolderName(String key) implements ClassRule {
    /** Returns the rule of folders by their names; only a key that all names have is one. */
    static FolderName of(List<String> folders) {
      String first = folders.get(0);
      String key = first.substring(0, first.indexOf('=') + 1);
      boolean partitions = key.length() > 1 && folders.stream().allMatch(it -> it.startsWith(key));
      return new FolderName(partitions ? key : "");
    }

    /** Returns the class that a folder names; empty for the partition without a value. */
    Optional<String> className(String folder) {
      boolean partition = !key.isEmpty() && folder.startsWith(key);
      return Optional.ofNullable(
          partition ? HivePartitions.value(folder.substring(key.length())) : folder);
    }

    @Override
    public Optional<String> of(String path, String inside) {
      int end = inside.indexOf('/');
      return end < 0 ? Optional.empty() : className(inside.substring(0, end));
    }
  }

  /** All images of the part's folder have one class. */
  record OneClass(String name) implements ClassRule {
    @Override
    public Optional<String> of(String path, String inside) {
      return Optional.of(name);
    }
  }

  /**
   * The class is the first group of a regular expression in the path.
   *
   * @param pattern an expression with one group or more
   */
  record NamePattern(Pattern pattern) implements ClassRule {
    /**
     * Returns the rule of an expression.
     *
     * @throws UserException if it is malformed or has no group
     */
    static NamePattern compile(String expression) {
      try {
        Pattern pattern = Pattern.compile(expression);
        if (pattern.matcher("").groupCount() > 0) {
          return new NamePattern(pattern);
        }
      } catch (PatternSyntaxException e) {
        throw new UserException(
            Text.format(
                "class-pattern = %s: expected a regular expression: %s",
                expression, e.getDescription()),
            e);
      }
      throw new UserException(
          Text.format(
              "class-pattern = %s: expected a group in parentheses for the class", expression));
    }

    @Override
    public Optional<String> of(String path, String inside) {
      Matcher found = pattern.matcher(inside);
      return found.find() ? Optional.ofNullable(found.group(1)) : Optional.empty();
    }
  }

  /** An image's subset and class. */
  record Place(Split subset, String className) {}

  /** Returns the subset and class of an image; empty if it belongs to none. */
  Optional<Place> place(String path) {
    for (Part part : parts) {
      String inside = relative(part.folder(), path);
      if (inside != null) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (part.skipped().contains(name)) {
          return Optional.empty();
        }
        return part.rule()
            .of(path, inside)
            .map(found -> new Place(subset(part, found, path), found));
      }
    }
    return Optional.empty();
  }

  private Split subset(Part part, String className, String path) {
    Split split = part.rule().subset(path, part.split());
    boolean test =
        share != null && split == Split.TRAIN && share.contains(className, relative(top, path));
    return test ? Split.TEST : split;
  }

  /** Returns whether a folder contains, or is within, the folder of a part. */
  boolean enters(String path, Split subset) {
    for (Part part : parts) {
      boolean wanted = part.split() == subset || share != null || part.rule().assignsSubsets();
      if (wanted
          && (relative(part.folder(), path) != null || relative(path, part.folder()) != null)) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether {@link #enters} holds for one of the subsets. */
  boolean entersAny(String path) {
    return enters(path, Split.TRAIN) || enters(path, Split.TEST);
  }

  /** Returns a path relative to a folder, empty for the folder itself, null outside of it. */
  static String relative(String folder, String path) {
    if (folder.isEmpty() || path.equals(folder)) {
      return folder.isEmpty() ? path : "";
    }
    return path.startsWith(folder + "/") ? path.substring(folder.length() + 1) : null;
  }

  /** Returns the same layout with a share of the training images as test set. */
  ImageLayout with(TestShare newShare) {
    return new ImageLayout(top, parts, newShare);
  }
}
