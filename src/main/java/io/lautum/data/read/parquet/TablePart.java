package io.lautum.data.read.parquet;

import io.lautum.data.file.HivePartitions;
import io.lautum.data.parquet.ParquetFile;
import io.lautum.data.read.images.SubsetName;
import java.io.IOException;
import java.io.Serializable;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One file of a table.
 *
 * @param path path relative to the dataset, or the name of the only file
 * @param file path on its file system
 */
public record TablePart(String path, String file) implements Serializable {
  /** Opens the file, which is in Parquet. */
  public ParquetFile open(Configuration hadoop) throws IOException {
    Path place = new Path(file);
    return ParquetFile.open(hadoop, place.getFileSystem(hadoop).getFileStatus(place));
  }

  /** Returns the columns in the names of the folders. */
  public Map<String, String> partitions() {
    return HivePartitions.of(path);
  }

  /** Returns the subset that the file's name has as a word, or the next folder; null if none. */
  public SubsetName subset() {
    SubsetName subset = SubsetName.ofFile(path).orElse(null);
    String[] parts = path.split("/");
    for (int i = parts.length - 2; i >= 0 && subset == null; i--) {
      subset = SubsetName.of(parts[i]).orElse(null);
    }
    return subset;
  }

  /**
   * Returns what tells a row from all others of the dataset.
   *
   * @param row position in the file, from 0
   */
  public String rowName(long row) {
    return path + "#" + row;
  }
}
