package io.lautum.data.read.idx;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.FolderListing;
import io.lautum.data.file.FolderLists;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the four files of a dataset in the IDX format: {@code train-images-idx3-ubyte}, the same
 * with {@code labels-idx1}, and both with {@code t10k} or {@code test}. A name may start with the
 * name of a dataset ({@code emnist-letters-}), have dots in place of hyphens, and end in the suffix
 * of a compression.
 */
final class IdxFiles {
  private static final Pattern NAME =
      Pattern.compile(
          "(?:(?<prefix>.+)[-._])?(?<set>train|t10k|test)[-._](?<kind>images|labels)[-._]"
              + "idx[1-4][-._](?:ubyte|byte|short|int|float|double)(?:\\.(?:gz|xz|bz2))?",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern COMPRESSED =
      Pattern.compile("\\.(?:gz|xz|bz2)$", Pattern.CASE_INSENSITIVE);

  private static final String EXPECTED =
      "train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and"
          + " t10k-labels-idx1-ubyte (with dots or hyphens, .gz or not, also below raw or"
          + " MNIST/raw)";

  private final String prefix;
  private final Map<String, Path> files;

  private IdxFiles(String prefix, Map<String, Path> files) {
    this.prefix = prefix;
    this.files = files;
  }

  /**
   * Finds the files in a folder, in its folder {@code raw}, or in those of one folder below it.
   *
   * @param path the folder; if it has several datasets, the folder and the start of the files'
   *     names, such as {@code emnist/emnist-letters}
   * @throws DataException if there are no such files, or those of several datasets
   */
  static IdxFiles find(Configuration hadoop, String path) throws IOException {
    Path given = new Path(path);
    FileSystem fileSystem = given.getFileSystem(hadoop);
    boolean folder = fileSystem.exists(given) && fileSystem.getFileStatus(given).isDirectory();
    Path root = folder || given.getParent() == null ? given : given.getParent();
    if (!folder && (fileSystem.exists(given) || !fileSystem.exists(root))) {
      throw new DataException(Text.format("%s: expected a folder with %s", path, EXPECTED));
    }
    Map<String, IdxFiles> found = search(new FolderLists(hadoop), root);
    if (!folder) {
      IdxFiles chosen = found.get(given.getName());
      if (chosen == null) {
        throw new DataException(
            Text.format(
                "%s: expected a folder, or files in %s whose names start with %s, found %s",
                path, root, given.getName(), shown(found, fileSystem, root)));
      }
      return chosen;
    }
    if (found.isEmpty()) {
      throw new DataException(
          Text.format("%s: expected %s, found %s", path, EXPECTED, shown(found, fileSystem, root)));
    }
    if (found.size() > 1) {
      throw new DataException(
          Text.format(
                  "%s: expected the files of one dataset, found those of %s; set path to one of"
                      + " them, such",
                  path, String.join(", ", found.keySet()))
              + Text.format(" as %s/%s", path, found.keySet().iterator().next()));
    }
    return found.values().iterator().next();
  }

  /** Returns whether {@link #find} would find the files of at least one dataset. */
  static boolean isPresent(FolderLists lists, Path path) throws IOException {
    FileSystem fileSystem = lists.fileSystem(path);
    if (fileSystem.exists(path)) {
      return fileSystem.getFileStatus(path).isDirectory() && !search(lists, path).isEmpty();
    }
    Path parent = path.getParent();
    return parent != null
        && fileSystem.exists(parent)
        && fileSystem.getFileStatus(parent).isDirectory()
        && search(lists, parent).containsKey(path.getName());
  }

  private static Map<String, IdxFiles> search(FolderLists lists, Path root) throws IOException {
    Map<String, IdxFiles> found = in(lists, root);
    if (!found.isEmpty()) {
      return found;
    }
    List<Path> folders = new ArrayList<>();
    for (ContainerEntry child : lists.entries(root, ContainerEntry::folder)) {
      folders.add(FolderLists.child(root, child.path()));
    }
    lists.prefetch(folders);
    for (Path folder : folders) {
      found = found.isEmpty() ? in(lists, folder) : found;
      for (ContainerEntry raw : lists.entries(folder, IdxFiles::isRaw)) {
        found = found.isEmpty() ? in(lists, FolderLists.child(folder, raw.path())) : found;
      }
    }
    return found;
  }

  private static boolean isRaw(ContainerEntry entry) {
    return entry.folder() && entry.path().equals("raw");
  }

  /** Returns the datasets whose files are in one folder, by the start of the files' names. */
  private static Map<String, IdxFiles> in(FolderLists lists, Path folder) throws IOException {
    Map<String, Map<String, Path>> byPrefix = new TreeMap<>();
    // Uncompressed files come before compressed ones, and hyphens before dots.
    List<ContainerEntry> files = lists.entries(folder, file -> NAME.matcher(file.path()).matches());
    files.sort(Comparator.comparing(file -> COMPRESSED.matcher(file.path()).find()));
    for (ContainerEntry file : files) {
      Matcher name = NAME.matcher(file.path());
      name.matches();
      String prefix = name.group("prefix") == null ? "" : name.group("prefix");
      Split set = name.group("set").equalsIgnoreCase("train") ? Split.TRAIN : Split.TEST;
      byPrefix
          .computeIfAbsent(prefix, start -> new TreeMap<>())
          .putIfAbsent(key(set, name.group("kind")), path(lists, folder, file));
    }
    Map<String, IdxFiles> found = new TreeMap<>();
    byPrefix.forEach((prefix, paths) -> found.put(prefix, new IdxFiles(prefix, paths)));
    return found;
  }

  /** Some archives unpack to a folder of the file's name that contains the file. */
  private static Path path(FolderLists lists, Path folder, ContainerEntry file) throws IOException {
    Path path = lists.fileSystem(folder).makeQualified(FolderLists.child(folder, file.path()));
    if (file.folder()) {
      List<ContainerEntry> inside = lists.entries(path, entry -> true);
      if (inside.size() == 1 && !inside.get(0).folder()) {
        return FolderLists.child(path, inside.get(0).path());
      }
    }
    return path;
  }

  private static String shown(Map<String, IdxFiles> found, FileSystem fileSystem, Path root)
      throws IOException {
    return found.isEmpty()
        ? FolderListing.of(fileSystem, root)
        : "those of " + String.join(", ", found.keySet());
  }

  private static String key(Split subset, String kind) {
    return subset.directory() + " " + kind.toLowerCase(Locale.ROOT);
  }

  /** Returns the start of the files' names that names a dataset; may be empty. */
  String prefix() {
    return prefix;
  }

  Path images(Split subset) {
    return file(subset, "images");
  }

  Path labels(Split subset) {
    return file(subset, "labels");
  }

  private Path file(Split subset, String kind) {
    Path file = files.get(key(subset, kind));
    if (file == null) {
      List<String> present = new ArrayList<>();
      files.values().forEach(path -> present.add(path.getName()));
      throw new DataException(
          Text.format(
              "%s: expected %s, found none for the %s %s, only %s",
              files.values().iterator().next().getParent(),
              EXPECTED,
              subset.directory(),
              kind,
              String.join(", ", present)));
    }
    return file;
  }
}
