package io.lautum.data.read.cifar;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.Archive;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.FolderListing;
import io.lautum.data.file.FolderLists;
import io.lautum.data.file.StoredFile;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files of a CIFAR dataset: in a folder, in the folder that the public archive unpacks to below
 * it, or in the archive itself.
 *
 * @param where folder or archive, for messages
 * @param python whether the files are pickles
 * @param files the files by name
 */
record CifarFiles(String where, boolean python, Map<String, StoredFile> files)
    implements Serializable {
  private static final List<String> SUFFIXES = List.of(".tar.gz", ".tgz", ".tar", ".zip");

  CifarFiles {
    files = Map.copyOf(files);
  }

  /**
   * Finds the files.
   *
   * @throws DataException if there are none; the message names what is expected and what is there
   */
  static CifarFiles find(Configuration hadoop, String path, CifarLayout layout) throws IOException {
    Path given = new Path(path);
    Optional<CifarFiles> found = search(new FolderLists(hadoop), given, layout);
    if (found.isPresent()) {
      return found.get();
    }
    FileSystem fileSystem = given.getFileSystem(hadoop);
    String first = layout.files(Split.TRAIN, false).get(0);
    throw new DataException(
        Text.format(
            "%s: expected %s or %s/%s, the Python version %s/%s, or %s.tar.gz or %s.tar.gz, found"
                + " %s",
            path,
            first,
            layout.folder(false),
            first,
            layout.folder(true),
            layout.files(Split.TRAIN, true).get(0),
            layout.archive(false),
            layout.archive(true),
            !fileSystem.exists(given)
                ? "no such folder"
                : fileSystem.getFileStatus(given).isFile()
                    ? "another file"
                    : FolderListing.of(fileSystem, given)));
  }

  /** Returns the files; empty if there are none of this dataset. */
  static Optional<CifarFiles> search(FolderLists lists, Path given, CifarLayout layout)
      throws IOException {
    FileSystem fileSystem = lists.fileSystem(given);
    if (!fileSystem.exists(given)) {
      return Optional.empty();
    }
    if (fileSystem.getFileStatus(given).isFile()) {
      return isArchive(given.getName(), layout)
          ? archive(lists.hadoop(), given, layout)
          : Optional.empty();
    }
    for (boolean python : new boolean[] {false, true}) {
      for (Path folder : List.of(given, new Path(given, layout.folder(python)))) {
        if (fileSystem.exists(folder)) {
          Optional<CifarFiles> found = folder(lists, folder, layout, python);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    List<ContainerEntry> archives =
        lists.entries(given, file -> !file.folder() && isArchive(file.path(), layout));
    return archives.isEmpty()
        ? Optional.empty()
        : archive(lists.hadoop(), FolderLists.child(given, archives.get(0).path()), layout);
  }

  private static boolean isArchive(String file, CifarLayout layout) {
    String name = file.toLowerCase(Locale.ROOT);
    return SUFFIXES.stream()
        .anyMatch(
            suffix ->
                name.equals(layout.archive(false) + suffix)
                    || name.equals(layout.archive(true) + suffix));
  }

  private static Optional<CifarFiles> folder(
      FolderLists lists, Path folder, CifarLayout layout, boolean python) throws IOException {
    Set<String> names = new HashSet<>(layout.files(Split.TRAIN, python));
    names.addAll(layout.files(Split.TEST, python));
    names.add(layout.namesFile(python));
    Map<String, StoredFile> files = new HashMap<>();
    for (ContainerEntry file :
        lists.entries(folder, entry -> !entry.folder() && names.contains(entry.path()))) {
      Path path = lists.fileSystem(folder).makeQualified(new Path(folder, file.path()));
      files.put(file.path(), StoredFile.of(path, file.size()));
    }
    return complete(folder.toString(), python, files, layout);
  }

  private static Optional<CifarFiles> archive(
      Configuration hadoop, Path archive, CifarLayout layout) throws IOException {
    List<ContainerEntry> entries = new ArrayList<>();
    try (Archive opened = Archive.open(hadoop, archive)) {
      for (ContainerEntry entry = opened.next(); entry != null; entry = opened.next()) {
        if (!entry.folder() && !entry.systemFile() && entries.size() < 1 << 10) {
          entries.add(entry);
        }
      }
    }
    for (boolean python : new boolean[] {false, true}) {
      Map<String, StoredFile> files = new HashMap<>();
      for (ContainerEntry entry : entries) {
        List<String> parts = entry.parts();
        if (parts.size() == 1 || parts.size() == 2 && parts.get(0).equals(layout.folder(python))) {
          files.put(parts.get(parts.size() - 1), StoredFile.of(archive, entry));
        }
      }
      Optional<CifarFiles> found = complete(archive.toString(), python, files, layout);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /**
   * The names of CIFAR-100's Python version, {@code train} and {@code test}, are too common to be
   * recognised without the file of class names.
   */
  private static Optional<CifarFiles> complete(
      String where, boolean python, Map<String, StoredFile> files, CifarLayout layout) {
    boolean found =
        files.containsKey(layout.files(Split.TRAIN, python).get(0))
            && (!python || files.containsKey(layout.namesFile(true)));
    return found ? Optional.of(new CifarFiles(where, python, files)) : Optional.empty();
  }

  /**
   * Returns the files of a subset, in order.
   *
   * @throws DataException if one is missing
   */
  List<StoredFile> of(Split subset, CifarLayout layout) {
    List<StoredFile> ordered = new ArrayList<>();
    for (String name : layout.files(subset, python)) {
      if (!files.containsKey(name)) {
        throw new DataException(Text.format("%s/%s: expected a file, found none", where, name));
      }
      ordered.add(files.get(name));
    }
    return ordered;
  }

  /** Returns the file of class names, if there is one. */
  Optional<StoredFile> names(CifarLayout layout) {
    return Optional.ofNullable(files.get(layout.namesFile(python)));
  }
}
