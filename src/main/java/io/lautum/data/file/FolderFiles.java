package io.lautum.data.file;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.File;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** Reads the files below a folder by their paths relative to it. */
public final class FolderFiles {
  private final FileSystem fileSystem;
  private final Path root;
  private final String name;

  private FolderFiles(FileSystem fileSystem, Path root) {
    this.fileSystem = fileSystem;
    this.root = fileSystem.makeQualified(root);
    this.name = this.root.toString();
  }

  /** Returns the files below a folder, without a request to the file system. */
  public static FolderFiles of(Configuration hadoop, Path root) throws IOException {
    return new FolderFiles(root.getFileSystem(hadoop), root);
  }

  /** Returns the folder, for messages. */
  public String name() {
    return name;
  }

  /** Returns the path of a file for messages. */
  public String name(String path) {
    return name + "/" + path;
  }

  /**
   * Reads a whole file.
   *
   * @param size size of the file as it was listed
   * @throws DataException as {@link ImageFile#read(FileSystem, Path)} does, or if the file is a
   *     link without a target
   */
  public byte[] content(String path, long size) throws IOException {
    return read(path, size, ImageFile.checkedSize(name(path), requireTarget(path, size)));
  }

  /** Reads the first bytes of a file, at most {@code bytes}. */
  byte[] head(String path, long size, int bytes) throws IOException {
    int content = ImageFile.checkedSize(name(path), requireTarget(path, size));
    return read(path, size, Math.min(bytes, content));
  }

  private byte[] read(String path, long size, int bytes) throws IOException {
    if (fileSystem instanceof LocalFileSystem local) {
      File file = new File(root.toUri().getPath(), path);
      return ImageFile.read(local, file, name(path), bytes);
    }
    return ImageFile.read(fileSystem, FolderLists.child(root, path), bytes);
  }

  private long requireTarget(String path, long size) {
    if (size == ContainerEntry.NOWHERE) {
      throw new DataException(Text.format("%s: expected a file, found a link to none", name(path)));
    }
    return size;
  }
}
