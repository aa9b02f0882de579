package io.lautum.data.file;

import io.lautum.DataException;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Iterates over the files and folders of a folder or archive, in a fixed order. */
public interface Container extends Closeable {
  List<String> ARCHIVE_SUFFIXES =
      List.of(".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2");

  /** Returns the folder or archive, for messages. */
  String name();

  /**
   * Returns the next file or folder, or null at the end.
   *
   * @throws DataException if the container does not conform to its format, or a path leads out of
   *     it
   */
  ContainerEntry next() throws IOException;

  /**
   * Reads the file that {@link #next} returned last; may be called once per file.
   *
   * @throws DataException if it is not a regular file of 1 to {@link ImageFile#MAX_BYTES} bytes
   */
  byte[] content() throws IOException;

  /**
   * Opens a folder, an archive, or the archive in a folder that has exactly one and no folders. The
   * content of a file determines the kind of archive.
   *
   * @param followLinks whether links of a local file system may lead out of the folder
   * @param enters whether to list a folder, by its path relative to the container
   * @throws DataException if {@code path} is none of these
   */
  static Container open(
      Configuration hadoop, String path, boolean followLinks, Predicate<String> enters)
      throws IOException {
    Path root = new Path(path);
    FileSystem fileSystem = root.getFileSystem(hadoop);
    if (!fileSystem.exists(root)) {
      throw new DataException("%s: expected a folder or an archive, found neither".formatted(path));
    }
    if (fileSystem.getFileStatus(root).isFile()) {
      return archive(hadoop, root);
    }
    List<Path> archives = new ArrayList<>();
    boolean folders = false;
    for (FileStatus child : fileSystem.listStatus(root)) {
      String name = child.getPath().getName();
      boolean ignored = ContainerEntry.isSystemFile(name);
      folders |= child.isDirectory() && !ignored;
      if (child.isFile() && !ignored && isArchive(name)) {
        archives.add(child.getPath());
      }
    }
    if (folders || archives.isEmpty()) {
      return new FolderContainer(fileSystem, root, followLinks, enters);
    }
    if (archives.size() > 1) {
      throw new DataException(
          "%s: expected folders or exactly one archive, found %s"
              .formatted(
                  path, String.join(", ", archives.stream().map(Path::getName).sorted().toList())));
    }
    return archive(hadoop, archives.get(0));
  }

  /**
   * Opens a folder and all folders below it. Links must not lead out of it.
   *
   * @throws java.io.FileNotFoundException if there is no such folder
   */
  static Container folder(FileSystem fileSystem, Path folder) throws IOException {
    return new FolderContainer(fileSystem, folder, false, path -> true);
  }

  /**
   * Opens a folder and those folders below it that {@code enters} accepts.
   *
   * @param followLinks whether links of a local file system may lead out of the folder
   * @param enters whether to list a folder, by its path relative to the container
   * @throws java.io.FileNotFoundException if there is no such folder
   */
  static Container folder(
      FileSystem fileSystem, Path folder, boolean followLinks, Predicate<String> enters)
      throws IOException {
    return new FolderContainer(fileSystem, folder, followLinks, enters);
  }

  private static Container archive(Configuration hadoop, Path file) throws IOException {
    byte[] head;
    try (DataStream stream = DataStream.open(hadoop, file)) {
      head = stream.readNBytes(TarContainer.MAGIC_END);
    }
    if (ZipContainer.isZip(head)) {
      return ZipContainer.open(hadoop, file);
    }
    // Archives of old programs have no magic number.
    if (TarContainer.isTar(head) || isArchive(file.getName())) {
      return TarContainer.open(hadoop, file);
    }
    throw new DataException(
        "%s: expected a folder, or a zip or tar archive (%s), found another file"
            .formatted(file, String.join(", ", ARCHIVE_SUFFIXES)));
  }

  private static boolean isArchive(String name) {
    return ARCHIVE_SUFFIXES.stream().anyMatch(name.toLowerCase(Locale.ROOT)::endsWith);
  }
}
