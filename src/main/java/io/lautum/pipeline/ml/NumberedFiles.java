package io.lautum.pipeline.ml;

import io.lautum.Text;
import java.io.IOException;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * A table of Parquet files that have the same names in each fit. The names that Spark gives differ,
 * and the share of the source that serves as test set depends on them.
 */
final class NumberedFiles {
  /** Rows per file, of which the reader of tables takes at most four times as many. */
  private static final int MOST_ROWS = 1 << 20;

  private NumberedFiles() {}

  /** Writes a table to a new folder. */
  static void write(Dataset<Row> rows, Path table) throws IOException {
    rows.write().option("maxRecordsPerFile", MOST_ROWS).parquet(table.toString());
    Configuration hadoop = rows.sparkSession().sparkContext().hadoopConfiguration();
    FileSystem files = table.getFileSystem(hadoop);
    Path[] parts =
        Arrays.stream(files.listStatus(table, file -> file.getName().startsWith("part-")))
            .map(FileStatus::getPath)
            .sorted()
            .toArray(Path[]::new);
    for (int i = 0; i < parts.length; i++) {
      Path numbered = new Path(table, Text.format("part-%05d.parquet", i));
      if (!files.rename(parts[i], numbered)) {
        throw new IOException(Text.format("cannot rename %s to %s", parts[i], numbered));
      }
    }
  }
}
