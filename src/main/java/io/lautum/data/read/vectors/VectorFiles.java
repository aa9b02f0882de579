package io.lautum.data.read.vectors;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.file.Container;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.FolderListing;
import io.lautum.data.file.FolderLists;
import io.lautum.data.read.parquet.TablePart;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a table, sorted by path, all of one kind.
 *
 * @param columns columns of the first file, which the others must have as well
 */
record VectorFiles(FileKind kind, List<TablePart> parts, VectorColumns columns)
    implements Serializable {
  VectorFiles {
    parts = List.copyOf(parts);
  }

  /**
   * Finds the files and the columns of a table.
   *
   * @throws DataException if there is no table, or it does not have the columns
   * @throws UserException if columns are chosen of a table that does not name any
   */
  static VectorFiles open(Configuration hadoop, DatasetConfig dataset) throws IOException {
    VectorFiles found = find(hadoop, dataset.path(), dataset.layout().followLinks());
    TablePart first = found.parts.get(0);
    VectorColumns.Available available = found.kind.columns(hadoop, first);
    List<String> wanted = dataset.vectors().columns();
    if (available == null && !wanted.isEmpty()) {
      throw new UserException(
          Text.format("vector-columns = %s: %s has no named columns", wanted, dataset.path()));
    }
    return available == null
        ? found
        : new VectorFiles(
            found.kind,
            found.parts,
            VectorColumns.of(first.file(), available, wanted, dataset.layout()));
  }

  /**
   * Finds the files: one file, or all below a folder that have a suffix of a table.
   *
   * @param followLinks whether links of a local file system may lead out of the folder
   * @throws DataException if there are none, or those of several kinds
   */
  static VectorFiles find(Configuration hadoop, String root, boolean followLinks)
      throws IOException {
    Path path = new Path(root);
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.exists(path)) {
      throw new DataException(
          Text.format("%s: expected a table of vectors or a folder of them, found neither", root));
    }
    Path qualified = files.makeQualified(path);
    List<TablePart> found = new ArrayList<>();
    if (files.getFileStatus(path).isFile()) {
      found.add(new TablePart(path.getName(), qualified.toString()));
    } else {
      FolderLists lists = new FolderLists(hadoop);
      try (Container folder = Container.folder(lists, path, followLinks, VectorFiles::isVisible)) {
        for (ContainerEntry entry = folder.next(); entry != null; entry = folder.next()) {
          boolean table = !entry.folder() && entry.size() > 0 && isVisible(entry.path());
          if (table && FileKind.of(entry.path()) != null) {
            found.add(new TablePart(entry.path(), qualified + "/" + entry.path()));
          }
        }
      }
    }
    FileKind kind = found.isEmpty() ? null : FileKind.of(found.get(0).path());
    for (TablePart part : found) {
      if (FileKind.of(part.path()) != kind) {
        throw new DataException(
            Text.format(
                "%s: expected tables of one kind, found %s and %s; set path to one of them",
                root, found.get(0).path(), part.path()));
      }
    }
    if (kind == null) {
      throw new DataException(
          Text.format(
              "%s: expected files that end in %s, found %s",
              root,
              FileKind.SUFFIXES,
              found.isEmpty() ? FolderListing.of(files, path) : path.getName()));
    }
    return new VectorFiles(kind, kind.divided(hadoop, found), VectorColumns.UNNAMED);
  }

  /** Returns what a table without labels has instead, for messages. */
  String withoutLabels() {
    return switch (kind) {
      case LIBSVM -> "no rows";
      case NUMPY -> "no array y";
      default ->
          columns.label() == null
              ? Text.format(
                  "no column %s of texts or numbers next to %s",
                  VectorColumns.LABEL, VectorColumns.firstOf(columns.vector()))
              : Text.format("none in column %s", columns.label());
    };
  }

  /** Returns whether Spark reads a file or a folder; one of a partition may start with "_". */
  private static boolean isVisible(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return !name.startsWith(".") && (!name.startsWith("_") || name.indexOf('=') >= 0);
  }

  /**
   * Opens a file before its first row.
   *
   * @param vectors whether vectors are read as well as texts
   */
  VectorTable open(Configuration hadoop, int part, boolean vectors) throws IOException {
    return kind.open(hadoop, parts.get(part), columns, vectors);
  }
}
