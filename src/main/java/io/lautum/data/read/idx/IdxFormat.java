package io.lautum.data.read.idx;

import io.lautum.data.file.FolderLists;
import io.lautum.data.read.FileFormat;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** The IDX format of MNIST and its relatives, plain or compressed. */
public final class IdxFormat extends FileFormat {
  public IdxFormat() {
    super("idx", IdxReader::new);
  }

  @Override
  public boolean recognises(FolderLists lists, Path path) throws IOException {
    return IdxFiles.isPresent(lists, path);
  }
}
