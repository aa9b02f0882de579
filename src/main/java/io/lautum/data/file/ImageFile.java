package io.lautum.data.file;

import io.lautum.DataException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Paths;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/** Checks the size and the location of image files, and reads them. */
public final class ImageFile {
  /**
   * The maximum size. Larger files are rejected before they are read, because no dataset has such
   * images.
   */
  public static final int MAX_BYTES = 64 << 20;

  private ImageFile() {}

  /**
   * Reads a whole file.
   *
   * @throws DataException as {@link #read(FileSystem, FileStatus)} does
   */
  public static byte[] read(FileSystem files, Path path) throws IOException {
    FileStatus status;
    try {
      status = files.getFileStatus(path);
    } catch (FileNotFoundException | AccessControlException e) {
      throw unreadable(path, e);
    }
    return read(files, status);
  }

  /**
   * Reads a whole file.
   *
   * @throws DataException if it is empty, larger than 64 MiB, ends before its length, does not
   *     exist any more or must not be read
   */
  public static byte[] read(FileSystem files, FileStatus status) throws IOException {
    Path path = status.getPath();
    byte[] content = new byte[checkedSize(path.toString(), status.getLen())];
    // Hadoop cannot form the name of a checksum file from a name with a colon.
    boolean colon = path.getName().indexOf(':') >= 0 && files instanceof LocalFileSystem;
    FileSystem readable = colon ? ((LocalFileSystem) files).getRaw() : files;
    try (FSDataInputStream file = readable.open(path)) {
      file.readFully(content);
    } catch (EOFException | ChecksumException e) {
      throw new DataException(
          "%s: expected %d intact bytes, found: %s".formatted(path, content.length, e.getMessage()),
          e);
    } catch (FileNotFoundException | AccessControlException e) {
      // The local file system reports a missing permission as a missing file.
      throw unreadable(path, e);
    }
    return content;
  }

  /**
   * Rejects a file below a folder of a local file system that is outside of the folder because the
   * file, or a folder in between, is a symbolic link.
   *
   * @param inside path relative to the folder, without ".."
   * @throws DataException if the file is outside
   */
  public static void requireInside(FileSystem files, Path folder, String inside)
      throws IOException {
    Path path = new Path(files.makeQualified(folder) + "/" + inside);
    if (files instanceof LocalFileSystem && Files.exists(local(path))) {
      java.nio.file.Path target = local(path).toRealPath();
      if (!target.startsWith(local(files.makeQualified(folder)).toRealPath())) {
        throw new DataException(outside(path, folder, target));
      }
    }
  }

  private static String outside(Path path, Path folder, java.nio.file.Path target) {
    return "%s: expected files inside %s, found a link to %s; images of a dataset with the key"
            .formatted(path, folder, target)
        + " follow-links = true may be elsewhere";
  }

  private static DataException unreadable(Path path, IOException fault) {
    return new DataException(
        "%s: expected a readable file, found %s"
            .formatted(
                path,
                fault instanceof FileNotFoundException
                    ? "none that this user may read"
                    : fault.getMessage()),
        fault);
  }

  /**
   * Checks a file's size before it is read.
   *
   * @throws DataException if it is empty or larger than {@link #MAX_BYTES}
   */
  public static int checkedSize(String path, long bytes) {
    if (bytes < 1 || bytes > MAX_BYTES) {
      throw new DataException(
          "%s: expected a file of 1 to %d bytes, found %d".formatted(path, MAX_BYTES, bytes));
    }
    return (int) bytes;
  }

  /**
   * Rejects a symbolic link of a local file system that leads out of a folder. The folder itself
   * may be a link. Hadoop's other file systems have no symbolic links.
   *
   * @throws DataException if {@code path} is such a link
   */
  static void requireInside(FileSystem files, Path folder, Path path) throws IOException {
    if (isLink(files, path)) {
      java.nio.file.Path target = local(path).toRealPath();
      if (!target.startsWith(local(files.makeQualified(folder)).toRealPath())) {
        throw new DataException(outside(path, folder, target));
      }
    }
  }

  private static boolean isLink(FileSystem files, Path path) {
    return files instanceof LocalFileSystem && Files.isSymbolicLink(local(path));
  }

  private static java.nio.file.Path local(Path path) {
    return Paths.get(path.toUri().getPath());
  }
}
