package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A file or folder of a {@link Container}.
 *
 * @param path path relative to the container, without empty components
 * @param size size of the file in bytes; 0 for a folder, {@link #NOWHERE} for a link whose target
 *     does not exist
 */
public record ContainerEntry(String path, boolean folder, long size) {
  /** Size of a link whose target does not exist. It may have been a file or a folder. */
  public static final long NOWHERE = -1;

  /** Files and folders that operating systems add; compared in lower case. */
  private static final Set<String> SYSTEM_FILES =
      Set.of(
          "thumbs.db",
          "ehthumbs.db",
          "desktop.ini",
          "__macosx",
          "@eadir",
          "$recycle.bin",
          "icon\r");

  /**
   * Returns the entry of a path as the container spells it.
   *
   * @param container name of the container, for the message
   * @throws DataException if the path leads out of the container
   */
  public static ContainerEntry of(String container, String path, boolean folder, long size) {
    List<String> parts = new ArrayList<>();
    if (path.startsWith("/") || ("/" + path + "/").contains("/../")) {
      throw new DataException(
          Text.format(
              "%s: expected paths inside it, without \"..\", found \"%s\"; remove this path",
              container, path));
    }
    for (String part : path.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return new ContainerEntry(String.join("/", parts), folder, folder ? 0 : size);
  }

  /** Returns the path's components. */
  public List<String> parts() {
    return path.isEmpty() ? List.of() : List.of(path.split("/"));
  }

  /** Returns whether an operating system or editor added the entry, so that it is ignored. */
  public boolean systemFile() {
    return parts().stream().anyMatch(ContainerEntry::isSystemFile);
  }

  /** Returns whether a name is hidden, or one that operating systems add. */
  public static boolean isSystemFile(String name) {
    return name.startsWith(".") || SYSTEM_FILES.contains(name.toLowerCase(Locale.ROOT));
  }
}
