package io.lautum.data.read.idx;

import io.lautum.data.file.Archive;
import io.lautum.data.file.ContainerEntry;
import io.lautum.data.file.FolderLists;
import io.lautum.data.file.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Searches for IDX files: in a folder, in its folder {@code raw}, in those of one folder below it,
 * and in an archive.
 */
final class IdxSearch {
  private static final int MOST_ENTRIES = 100;

  private IdxSearch() {}

  /** Returns the datasets by the start of their files' names; none if there are no such files. */
  static Map<String, IdxFiles> in(FolderLists lists, Path root) throws IOException {
    if (lists.fileSystem(root).getFileStatus(root).isFile()) {
      return Archive.hasSuffix(root.getName()) ? inArchive(lists, root) : Map.of();
    }
    Map<String, IdxFiles> found = inFolder(lists, root);
    if (!found.isEmpty()) {
      return found;
    }
    List<String> archives = Archive.inFolderWithoutFolders(lists, root);
    if (archives.size() == 1) {
      return inArchive(lists, FolderLists.child(root, archives.get(0)));
    }
    List<Path> folders = new ArrayList<>();
    for (ContainerEntry child : lists.entries(root, ContainerEntry::folder)) {
      folders.add(FolderLists.child(root, child.path()));
    }
    lists.prefetch(folders);
    for (Path folder : folders) {
      found = found.isEmpty() ? inFolder(lists, folder) : found;
      for (ContainerEntry raw : lists.entries(folder, IdxSearch::isRaw)) {
        found = found.isEmpty() ? inFolder(lists, FolderLists.child(folder, raw.path())) : found;
      }
    }
    return found;
  }

  private static boolean isRaw(ContainerEntry entry) {
    return entry.folder() && entry.path().equals("raw");
  }

  /** Returns the datasets whose files are in one folder, by the start of the files' names. */
  private static Map<String, IdxFiles> inFolder(FolderLists lists, Path folder) throws IOException {
    Map<String, StoredFile> files = new TreeMap<>();
    for (ContainerEntry file : lists.entries(folder, file -> IdxFiles.isIdx(file.path()))) {
      files.put(file.path(), stored(lists, folder, file));
    }
    return IdxFiles.byPrefix(files);
  }

  /** Some archives unpack to a folder of the file's name that contains the file. */
  private static StoredFile stored(FolderLists lists, Path folder, ContainerEntry file)
      throws IOException {
    Path path = lists.fileSystem(folder).makeQualified(FolderLists.child(folder, file.path()));
    if (file.folder()) {
      List<ContainerEntry> inside = lists.entries(path, entry -> true);
      if (inside.size() == 1 && !inside.get(0).folder()) {
        ContainerEntry only = inside.get(0);
        return StoredFile.of(FolderLists.child(path, only.path()), only.size());
      }
    }
    return StoredFile.of(path, file.size());
  }

  /**
   * Returns the datasets in the first folder of an archive that has such files: the one with the
   * shortest path, and among those the first.
   */
  private static Map<String, IdxFiles> inArchive(FolderLists lists, Path file) throws IOException {
    Map<String, Map<String, StoredFile>> byFolder =
        new TreeMap<>(Comparator.comparingInt(String::length).thenComparing(String::compareTo));
    try (Archive archive = Archive.open(lists.hadoop(), file)) {
      ContainerEntry entry = archive.next();
      // An archive of images has many more files, which need not all be listed.
      for (int count = 0; entry != null && count < MOST_ENTRIES; entry = archive.next()) {
        if (!entry.folder() && !entry.systemFile()) {
          count++;
          List<String> parts = entry.parts();
          String name = parts.get(parts.size() - 1);
          if (IdxFiles.isIdx(name)) {
            boolean named = parts.size() > 1 && IdxFiles.isIdx(parts.get(parts.size() - 2));
            String folder = String.join("/", parts.subList(0, parts.size() - (named ? 2 : 1)));
            byFolder
                .computeIfAbsent(folder, key -> new TreeMap<>())
                .putIfAbsent(name, StoredFile.of(file, entry));
          }
        }
      }
    }
    return byFolder.isEmpty() ? Map.of() : IdxFiles.byPrefix(byFolder.values().iterator().next());
  }
}
