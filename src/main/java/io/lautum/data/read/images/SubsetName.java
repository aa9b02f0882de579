package io.lautum.data.read.images;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The usual names of a dataset's subsets, in any case. */
public enum SubsetName {
  TRAIN("train", "training", "trainset"),
  TEST("test", "testing", "testset", "tst"),
  VALIDATION(
      "val", "valid", "validation", "validate", "valset", "dev", "eval", "evaluation", "holdout");

  private final List<String> names;

  SubsetName(String... names) {
    this.names = List.of(names);
  }

  /** Returns the subset that a name is one of the usual names of. */
  public static Optional<SubsetName> of(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    for (SubsetName subset : values()) {
      if (subset.names.contains(lower)) {
        return Optional.of(subset);
      }
    }
    return Optional.empty();
  }

  /** Returns whether exactly one word of a name is a subset's, and that subset is this one. */
  public boolean isWordOf(String name) {
    List<SubsetName> found =
        List.of(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+")).stream()
            .flatMap(word -> of(word).stream())
            .toList();
    return found.equals(List.of(this));
  }

  /** Returns the subset that the name of a path's file has as a word. */
  public static Optional<SubsetName> ofFile(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.[^.]*$", "");
    return Arrays.stream(values()).filter(subset -> subset.isWordOf(name)).findFirst();
  }

  /** Returns whether a folder of a path has a name of this subset. */
  boolean isFolderOf(String path) {
    String folders = path.substring(0, path.lastIndexOf('/') + 1);
    return Arrays.stream(folders.split("/")).anyMatch(name -> of(name).equals(Optional.of(this)));
  }

  /** Returns the folder with a name of this subset, or else the only one with it as a word. */
  Optional<String> among(Collection<String> folders) {
    for (String name : names) {
      for (String folder : folders) {
        if (folder.toLowerCase(Locale.ROOT).equals(name)) {
          return Optional.of(folder);
        }
      }
    }
    List<String> words = folders.stream().filter(this::isWordOf).toList();
    return words.size() == 1 ? Optional.of(words.get(0)) : Optional.empty();
  }
}
