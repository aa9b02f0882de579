package io.lautum.data.read.parquet;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.Container;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.FolderListing;
import io.lautum.data.file.FolderLists;
import io.lautum.data.parquet.ParquetFooter;
import io.lautum.data.read.images.ImagePaths;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Finds the files of a table in Parquet: one file, or all in a folder and the folders below it.
 * Files with the suffix {@code .parquet} belong to it, and others by their first bytes. Hidden
 * files are left out, as are those that start with an underscore, such as {@code _SUCCESS}.
 */
final class TableParts {
  /** Number of files that {@link #arePresent} looks at. */
  private static final int MOST_ENTRIES = 10_000;

  /** Number of files without suffix that {@link #arePresent} opens. */
  private static final int MOST_OPENED = 8;

  private TableParts() {}

  /**
   * Returns whether a path leads to a table in Parquet. A folder that has image files is none, even
   * if a table there has their labels.
   */
  static boolean arePresent(FolderLists lists, Path path) throws IOException {
    FileSystem files = lists.fileSystem(path);
    if (!files.exists(path)) {
      return false;
    }
    if (files.getFileStatus(path).isFile()) {
      return isParquet(files, path);
    }
    boolean found = false;
    int opened = 0;
    try (Container folder = Container.folder(lists, path, true, TableParts::isVisible)) {
      for (int i = 0; i < MOST_ENTRIES; i++) {
        ContainerEntry entry = folder.next();
        if (entry == null) {
          return found;
        }
        if (entry.folder() || !isVisible(entry.path()) || entry.size() < 1) {
          continue;
        }
        if (ImagePaths.hasImageSuffix(entry.path())) {
          return false;
        }
        boolean suffix = hasSuffix(entry.path());
        if (!found && !suffix && name(entry.path()).indexOf('.') < 0 && opened < MOST_OPENED) {
          opened++;
          suffix = hasMagic(files, new Path(path + "/" + entry.path()));
        }
        found |= suffix;
      }
    }
    return found;
  }

  /**
   * Returns the files, sorted by path.
   *
   * @param followLinks whether links of a local file system may lead out of the folder
   * @throws DataException if there are none, or a link leads out of the folder
   */
  static List<TablePart> find(Configuration hadoop, String root, boolean followLinks)
      throws IOException {
    Path path = new Path(root);
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.exists(path)) {
      throw new DataException(
          Text.format("%s: expected a Parquet file or a folder of them, found neither", root));
    }
    Path qualified = files.makeQualified(path);
    if (files.getFileStatus(path).isFile()) {
      return List.of(new TablePart(path.getName(), qualified.toString()));
    }
    List<TablePart> parts = new ArrayList<>();
    FolderLists lists = new FolderLists(hadoop);
    try (Container folder = Container.folder(lists, path, followLinks, TableParts::isVisible)) {
      for (ContainerEntry entry = folder.next(); entry != null; entry = folder.next()) {
        boolean file = !entry.folder() && isVisible(entry.path()) && entry.size() > 0;
        Path place = new Path(qualified + "/" + entry.path());
        if (file && isParquet(files, place)) {
          parts.add(new TablePart(entry.path(), place.toString()));
        }
      }
    }
    if (parts.isEmpty()) {
      throw new DataException(
          Text.format("%s: expected Parquet files, found %s", root, FolderListing.of(files, path)));
    }
    return parts;
  }

  /** Returns whether Spark reads a file or a folder; one of a partition may start with "_". */
  private static boolean isVisible(String path) {
    String name = name(path);
    return !name.startsWith("_") || name.indexOf('=') >= 0;
  }

  private static boolean isParquet(FileSystem files, Path path) throws IOException {
    return hasSuffix(path.getName()) || hasMagic(files, path);
  }

  private static boolean hasSuffix(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".parquet");
  }

  private static boolean hasMagic(FileSystem files, Path path) throws IOException {
    try (FSDataInputStream file = files.open(path)) {
      return ParquetFooter.isMagic(file.readNBytes(ParquetFooter.magicBytes()));
    }
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
