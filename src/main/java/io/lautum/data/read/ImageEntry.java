package io.lautum.data.read;

import io.lautum.DataException;
import io.lautum.data.image.ClassNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The properties of an image or a class's folder that its path determines.
 *
 * @param path full path, for messages
 * @param root part of the path before {@code train} or {@code test}; may be empty
 * @param subset subset that contains the entry
 * @param className name of the folder below the subset's folder
 * @param folder true for the class's folder itself, false for an image
 */
record ImageEntry(String path, String root, Split subset, String className, boolean folder) {
  /**
   * Reads {@code [root/]train/<class>[/<file>]} or the same with {@code test}.
   *
   * @param container folder or archive that {@code path} is relative to
   * @param folder true if {@code path} is a folder
   * @return the entry; empty for hidden files (a path component begins with a dot) and for paths
   *     outside of {@code train} and {@code test}
   * @throws DataException if a file is in the place of a class's folder or a folder in the place of
   *     an image, if the path leads out of the container, or if the class's name has control
   *     characters
   */
  static Optional<ImageEntry> parse(String container, String path, boolean folder) {
    List<String> parts = new ArrayList<>();
    if (path.startsWith("/") || ("/" + path + "/").contains("/../")) {
      throw new DataException(
          "%s: expected paths inside it, without \"..\", found \"%s\"".formatted(container, path));
    }
    for (String part : path.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    if (parts.stream().anyMatch(part -> part.startsWith("."))) {
      return Optional.empty();
    }
    for (int depth = 0; depth < Math.min(2, parts.size() - 1); depth++) {
      for (Split subset : Split.values()) {
        if (parts.get(depth).equals(subset.directory())) {
          String whole = container + "/" + String.join("/", parts);
          if (parts.size() != depth + (folder ? 2 : 3)) {
            throw new DataException(
                "%s: expected %s/<class>/<image>, found a %s here"
                    .formatted(whole, subset.directory(), folder ? "folder" : "file"));
          }
          if (!ClassNames.isAllowed(parts.get(depth + 1))) {
            throw new DataException(
                "%s: expected a class with a name of 1 to 255 printable characters"
                    .formatted(whole));
          }
          String root = depth == 0 ? "" : parts.get(0);
          return Optional.of(new ImageEntry(whole, root, subset, parts.get(depth + 1), folder));
        }
      }
    }
    return Optional.empty();
  }
}
