package io.lautum.data.read;

import io.lautum.DataException;
import io.lautum.data.image.ClassNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the place of an image, or of a class's folder, says of it.
 *
 * @param path the whole path, for messages
 * @param root what precedes {@code train} or {@code test}; empty if nothing does
 * @param subset the subset whose folder it is in
 * @param className the name of the folder below that
 * @param folder whether it is the class's folder itself
 */
record ImageEntry(String path, String root, Subset subset, String className, boolean folder) {
  /**
   * Reads {@code [root/]train/<class>[/<file>]} or the same with {@code test}.
   *
   * @param container the folder or archive that {@code path} is relative to
   * @param folder whether {@code path} is a folder
   * @return empty for hidden files (a component begins with a dot) and for what is not below {@code
   *     train} or {@code test}
   * @throws DataException if there is a file where a class's folder belongs or a folder where an
   *     image belongs, if the path leads out of the container, or if the class's name has control
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
      for (Subset subset : Subset.values()) {
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
