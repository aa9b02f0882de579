package io.lautum.data.read;

import io.lautum.DataException;
import java.io.Closeable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Iterates over the images of a folder or archive, in the order of the examples. */
interface ImageFiles extends Closeable {
  List<String> ARCHIVE_SUFFIXES = List.of(".tar", ".tar.gz", ".tgz", ".tar.xz");

  /**
   * Returns the next image or class folder, or null at the end.
   *
   * @throws DataException if the container does not conform to its format
   */
  ImageEntry next() throws IOException;

  /**
   * Reads the image that {@link #next} returned last; may be called once per image.
   *
   * @throws DataException if it is not a regular file of 1 to {@link ImageFile#MAX_BYTES} bytes
   */
  byte[] content() throws IOException;

  /**
   * Opens a folder with {@code train} and {@code test}, an archive, or a folder with one archive.
   *
   * @throws DataException if {@code path} is none of these
   */
  static ImageFiles open(Configuration hadoop, String path) throws IOException {
    Path root = new Path(path);
    FileSystem fileSystem = root.getFileSystem(hadoop);
    FileStatus status;
    try {
      status = fileSystem.getFileStatus(root);
    } catch (FileNotFoundException e) {
      throw new DataException(
          "%s: expected a folder or an archive, found neither".formatted(path), e);
    }
    if (status.isFile()) {
      if (!isArchive(root)) {
        throw new DataException(
            "%s: expected a folder or an archive with a name that ends in one of %s, found a file"
                .formatted(path, ARCHIVE_SUFFIXES));
      }
      return TarImages.open(hadoop, root);
    }
    if (fileSystem.exists(new Path(root, Split.TRAIN.directory()))) {
      return new FolderImages(fileSystem, root);
    }
    FileStatus[] archives = fileSystem.listStatus(root, ImageFiles::isArchive);
    if (archives.length != 1) {
      throw new DataException(
          "%s: expected a folder train or exactly one archive (%s), found no such folder and %s"
              .formatted(
                  path,
                  String.join(", ", ARCHIVE_SUFFIXES),
                  Arrays.stream(archives).map(archive -> archive.getPath().getName()).toList()));
    }
    return TarImages.open(hadoop, archives[0].getPath());
  }

  private static boolean isArchive(Path path) {
    String name = path.getName().toLowerCase(Locale.ROOT);
    return !name.startsWith(".") && ARCHIVE_SUFFIXES.stream().anyMatch(name::endsWith);
  }
}
