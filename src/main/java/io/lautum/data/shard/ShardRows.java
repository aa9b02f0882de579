package io.lautum.data.shard;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.GroupType;

/** Reads the examples of one shard one at a time. */
final class ShardRows implements Closeable {
  private final Path path;
  private final ShardSet set;
  private final ParquetReader<Group> reader;
  private int read;
  private int pixels = -1;
  private int whitened;

  /**
   * @param path a file that is as the manifest says
   */
  ShardRows(Configuration hadoop, Path path, ShardSet set) throws IOException {
    this.path = path;
    this.set = set;
    reader = ParquetReader.builder(new GroupReadSupport(), path).withConf(hadoop).build();
  }

  /**
   * One example.
   *
   * @param label class index; 0 if the set is unlabelled
   * @param pixels unsigned bytes
   * @param whitened the whitened image as {@link ShardFile#bytes}; empty if the set is labelled
   * @param name path of the image's file; null if it has none
   */
  record Row(long id, int label, byte[] pixels, byte[] whitened, String name) {}

  /**
   * Returns the next example.
   *
   * @throws DataException if the file has no more, or is malformed
   */
  Row next() throws IOException {
    try {
      Group group = reader.read();
      requireSchema(group);
      Row row =
          new Row(
              group.getLong(ShardFile.ID, 0),
              set.isLabelled() ? group.getInteger(ShardFile.LABEL, 0) : 0,
              group.getBinary(ShardFile.PIXELS, 0).getBytes(),
              set.isLabelled() ? new byte[0] : group.getBinary(ShardFile.WHITENED, 0).getBytes(),
              group.getType().containsField(ShardFile.NAME)
                  ? group.getString(ShardFile.NAME, 0)
                  : null);
      requireAlike(row);
      read++;
      return row;
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      // Parquet throws runtime exceptions on malformed pages.
      throw new DataException(
          Text.format(
              "%s: expected an intact Parquet file, found: %s; run prepare --overwrite",
              path, e.getMessage()),
          e);
    }
  }

  private void requireSchema(Group group) {
    GroupType found = group == null ? null : group.getType();
    boolean named = found != null && found.containsField(ShardFile.NAME);
    if (found == null || !found.equals(ShardFile.schema(set, named))) {
      throw new DataException(
          Text.format(
              "%s: expected the columns %s, found %s; run prepare --overwrite",
              path, ShardFile.schema(set, named).getFields(), found));
    }
  }

  private void requireAlike(Row row) {
    if (pixels < 0) {
      pixels = row.pixels().length;
      whitened = row.whitened().length;
    }
    if (row.pixels().length != pixels || row.whitened().length != whitened) {
      throw new DataException(
          Text.format(
              "%s: row %d: expected an image of %d values as in row 0, found %d; run prepare"
                  + " --overwrite",
              path, read, pixels, row.pixels().length));
    }
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
