package io.lautum.data.read.npz;

import io.lautum.data.file.FolderLists;
import io.lautum.data.read.FileFormat;
import java.io.IOException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Archives of numpy's arrays, such as MedMNIST's. */
public final class NpzFormat extends FileFormat {
  public NpzFormat() {
    super("npz", NpzReader::new);
  }

  @Override
  public boolean recognises(FolderLists lists, Path path) throws IOException {
    FileSystem fileSystem = lists.fileSystem(path);
    if (!fileSystem.exists(path)) {
      return false;
    }
    return fileSystem.getFileStatus(path).isFile()
        ? NpzFile.isArchive(path.getName())
        : !NpzFile.in(lists, path).isEmpty();
  }
}
