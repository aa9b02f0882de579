package io.lautum.data.read.idx;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.FolderListing;
import io.lautum.data.file.FolderLists;
import io.lautum.data.file.StoredFile;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.io.Serializable;
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
 * of a compression. The files are in a folder or in an archive.
 */
final class IdxFiles implements Serializable {
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
          + " MNIST/raw, or in an archive)";

  private final String prefix;
  private final Map<String, StoredFile> files;

  private IdxFiles(String prefix, Map<String, StoredFile> files) {
    this.prefix = prefix;
    this.files = files;
  }

  /**
   * Finds the files in a folder, in its folder {@code raw}, in those of one folder below it, or in
   * an archive, which may be the only one in the folder.
   *
   * @param path the folder or the archive; if it has several datasets, this path and the start of
   *     the files' names, such as {@code emnist/emnist-letters} or {@code gzip.zip/emnist-letters}
   * @throws DataException if there are no such files, or those of several datasets
   */
  static IdxFiles find(Configuration hadoop, String path) throws IOException {
    Path given = new Path(path);
    FileSystem fileSystem = given.getFileSystem(hadoop);
    boolean whole = fileSystem.exists(given);
    Path root = whole || given.getParent() == null ? given : given.getParent();
    if (!fileSystem.exists(root)) {
      throw new DataException(
          Text.format("%s: expected a folder or an archive with %s", path, EXPECTED));
    }
    Map<String, IdxFiles> found = IdxSearch.in(new FolderLists(hadoop), root);
    if (!whole) {
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
    try {
      if (fileSystem.exists(path)) {
        return !IdxSearch.in(lists, path).isEmpty();
      }
      Path parent = path.getParent();
      return parent != null
          && fileSystem.exists(parent)
          && IdxSearch.in(lists, parent).containsKey(path.getName());
    } catch (DataException e) {
      // A damaged archive; the reader of images says what is wrong with it.
      return false;
    }
  }

  /** Returns whether a file's name is that of a file in the IDX format. */
  static boolean isIdx(String name) {
    return NAME.matcher(name).matches();
  }

  /**
   * Returns the datasets by the start of their files' names.
   *
   * @param files files of one folder by their names
   */
  static Map<String, IdxFiles> byPrefix(Map<String, StoredFile> files) {
    Map<String, Map<String, StoredFile>> byPrefix = new TreeMap<>();
    List<String> names = new ArrayList<>(files.keySet());
    // Uncompressed files come before compressed ones, and hyphens before dots.
    names.sort(Comparator.comparing(name -> COMPRESSED.matcher(name).find()));
    for (String file : names) {
      Matcher name = NAME.matcher(file);
      name.matches();
      String prefix = name.group("prefix") == null ? "" : name.group("prefix");
      Split set = name.group("set").equalsIgnoreCase("train") ? Split.TRAIN : Split.TEST;
      byPrefix
          .computeIfAbsent(prefix, start -> new TreeMap<>())
          .putIfAbsent(key(set, name.group("kind")), files.get(file));
    }
    Map<String, IdxFiles> found = new TreeMap<>();
    byPrefix.forEach((prefix, stored) -> found.put(prefix, new IdxFiles(prefix, stored)));
    return found;
  }

  private static String shown(Map<String, IdxFiles> found, FileSystem fileSystem, Path root)
      throws IOException {
    if (!found.isEmpty()) {
      return "those of " + String.join(", ", found.keySet());
    }
    return fileSystem.getFileStatus(root).isFile()
        ? "a file without them"
        : FolderListing.of(fileSystem, root);
  }

  private static String key(Split subset, String kind) {
    return subset.directory() + " " + kind.toLowerCase(Locale.ROOT);
  }

  /** Returns the start of the files' names that names a dataset; may be empty. */
  String prefix() {
    return prefix;
  }

  StoredFile images(Split subset) {
    return file(subset, "images");
  }

  StoredFile labels(Split subset) {
    return file(subset, "labels");
  }

  private StoredFile file(Split subset, String kind) {
    StoredFile file = files.get(key(subset, kind));
    if (file == null) {
      List<String> present = new ArrayList<>();
      files.values().forEach(stored -> present.add(stored.name()));
      throw new DataException(
          Text.format(
              "%s: expected %s, found none for the %s %s, only %s",
              files.values().iterator().next().folder(),
              EXPECTED,
              subset.directory(),
              kind,
              String.join(", ", present)));
    }
    return file;
  }
}
