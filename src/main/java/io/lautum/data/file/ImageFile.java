package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.EOFException;
import java.io.File;
import java.io.FileInputStream;
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
   * @throws DataException if it is empty, larger than 64 MiB, ends before its length, does not
   *     exist or must not be read
   */
  public static byte[] read(FileSystem files, Path path) throws IOException {
    FileStatus status;
    try {
      status = files.getFileStatus(path);
    } catch (FileNotFoundException | AccessControlException e) {
      throw unreadable(path.toString(), e);
    }
    int bytes = checkedSize(path.toString(), status.getLen());
    return files instanceof LocalFileSystem local
        ? read(local, local(path).toFile(), path.toString(), bytes)
        : read(files, path, bytes);
  }

  /**
   * Reads the first bytes of a local file, and verifies Hadoop's checksums of it if there are any.
   */
  static byte[] read(LocalFileSystem files, File file, String name, int bytes) throws IOException {
    // Hadoop cannot form the name of a checksum file from a name with a colon.
    boolean colon = file.getName().indexOf(':') >= 0;
    if (!colon && new File(file.getParent(), "." + file.getName() + ".crc").exists()) {
      return read(files, new Path(file.toURI()), bytes);
    }
    // Hadoop opens three files and asks four times for attributes.
    try (FileInputStream in = new FileInputStream(file)) {
      byte[] content = new byte[bytes];
      int read = in.readNBytes(content, 0, bytes);
      if (read < bytes) {
        throw cut(name, bytes, "the end of the file after " + read, null);
      }
      return content;
    } catch (FileNotFoundException e) {
      throw unreadable(name, e);
    }
  }

  /**
   * Reads the first bytes of a file.
   *
   * @throws DataException if it ends earlier, does not exist any more or must not be read
   */
  static byte[] read(FileSystem files, Path path, int bytes) throws IOException {
    byte[] content = new byte[bytes];
    try (FSDataInputStream file = files.open(path)) {
      file.readFully(content);
    } catch (EOFException | ChecksumException e) {
      throw cut(path.toString(), bytes, e.getMessage(), e);
    } catch (FileNotFoundException | AccessControlException e) {
      throw unreadable(path.toString(), e);
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
      requireTargetInside(files, folder, path);
    }
  }

  private static void requireTargetInside(FileSystem files, Path folder, Path path)
      throws IOException {
    java.nio.file.Path target = local(path).toRealPath();
    if (!target.startsWith(local(files.makeQualified(folder)).toRealPath())) {
      throw new DataException(
          Text.format(
              "%s: expected files inside %s, found a link to %s; copy that here, or set the key"
                  + " follow-links = true if the folder is a dataset",
              path, folder, target));
    }
  }

  private static DataException cut(String path, int bytes, String found, IOException fault) {
    return new DataException(
        Text.format("%s: expected %d intact bytes, found: %s", path, bytes, found), fault);
  }

  private static DataException unreadable(String path, IOException fault) {
    return new DataException(
        Text.format(
            "%s: expected a readable file, found %s",
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
          Text.format("%s: expected a file of 1 to %d bytes, found %d", path, MAX_BYTES, bytes));
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
      requireTargetInside(files, folder, path);
    }
  }

  private static boolean isLink(FileSystem files, Path path) {
    return files instanceof LocalFileSystem && Files.isSymbolicLink(local(path));
  }

  private static java.nio.file.Path local(Path path) {
    return Paths.get(path.toUri().getPath());
  }
}
