package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Iterates over the files and folders of a folder or archive, in a fixed order. */
public interface Container extends Closeable {
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
   * Reads at least the first bytes of the file that {@link #next} returned last; an archive reads
   * all of it, so this call replaces that of {@link #content}.
   *
   * @param bytes number of bytes, unless the file has fewer
   * @throws DataException as {@link #content} does
   */
  default byte[] head(int bytes) throws IOException {
    return content();
  }

  /** Returns the files by their paths; empty for an archive, which is read in its order. */
  default Optional<FolderFiles> files() {
    return Optional.empty();
  }

  /**
   * Opens a folder, an archive, or the archive in a folder that has exactly one and no folders. The
   * content of a file determines the kind of archive.
   *
   * @param followLinks whether links of a local file system may lead out of the folder
   * @throws DataException if {@code path} is none of these
   */
  static Container open(FolderLists lists, String path, boolean followLinks) throws IOException {
    Path root = new Path(path);
    FileSystem fileSystem = lists.fileSystem(root);
    if (!fileSystem.exists(root)) {
      throw new DataException(
          Text.format("%s: expected a folder or an archive, found neither", path));
    }
    if (fileSystem.getFileStatus(root).isFile()) {
      return Archive.open(lists.hadoop(), root);
    }
    List<String> archives = Archive.inFolderWithoutFolders(lists, root);
    if (archives.isEmpty()) {
      return new FolderContainer(lists, root, followLinks);
    }
    if (archives.size() > 1) {
      throw new DataException(
          Text.format(
              "%s: expected folders or exactly one archive, found %s",
              path, String.join(", ", archives)));
    }
    return Archive.open(lists.hadoop(), FolderLists.child(root, archives.get(0)));
  }

  /**
   * Opens a folder and all folders below it. Links must not lead out of it.
   *
   * @throws java.io.FileNotFoundException if there is no such folder
   */
  static Container folder(Configuration hadoop, Path folder) throws IOException {
    return new FolderContainer(new FolderLists(hadoop), folder, false);
  }

  /**
   * Opens a folder and those folders below it that {@code enters} accepts. What was listed is kept.
   *
   * @param lists lists folders, each once
   * @param followLinks whether links of a local file system may lead out of the folder
   * @param enters whether to list a folder, by its path relative to the container
   * @throws java.io.FileNotFoundException if there is no such folder
   */
  static Container folder(
      FolderLists lists, Path folder, boolean followLinks, Predicate<String> enters)
      throws IOException {
    return new FolderContainer(lists, folder, followLinks, enters);
  }
}
