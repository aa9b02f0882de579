package io.lautum.data.shard;

import io.lautum.DataException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.schema.GroupType;

/**
 * Reads shards that {@link ShardWriter} wrote, and checks them against the manifest first.
 *
 * @param folder the folder of the manifest
 */
public record ShardReader(Configuration hadoop, Path folder) {
  /**
   * Reads a whole shard.
   *
   * @param file file of {@code set}
   * @throws DataException if the file is missing or differs from the one that {@code prepare} wrote
   */
  public Shard read(ShardSet set, Manifest.File file) throws IOException {
    return sample(set, file, Math.toIntExact(file.examples()));
  }

  /**
   * Reads examples spread evenly over one shard, because the shard may be sorted by class. The
   * remaining examples are read but not kept.
   *
   * @param file file of {@code set}
   * @param examples maximum number of examples
   * @throws DataException if the file is missing or differs from the one that {@code prepare} wrote
   */
  public Shard sample(ShardSet set, Manifest.File file, int examples) throws IOException {
    if (!file.file().startsWith(set.directory() + "/")) {
      throw new IllegalArgumentException(
          "expected a shard of [%s], got [%s]".formatted(set.directory(), file.file()));
    }
    Path path = new Path(folder, file.file());
    requireUnchanged(path, file.sha256());
    // The checksum does not protect against a forged manifest.
    ShardLayout.check(path.getFileSystem(hadoop), path, file.examples());
    int size = (int) Math.min(examples, file.examples());
    long[] ids = new long[size];
    int[] labels = set.isLabelled() ? new int[size] : null;
    byte[][] pixels = new byte[size][];
    float[][] whitened = set.isLabelled() ? null : new float[size][];
    String[] names = null;
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).withConf(hadoop).build()) {
      int row = 0;
      for (long position = 0; row < size; position++) {
        Group group = reader.read();
        requireSchema(path, set, group);
        if (position < row * file.examples() / size) {
          continue;
        }
        ids[row] = group.getLong(ShardFile.ID, 0);
        pixels[row] = group.getBinary(ShardFile.PIXELS, 0).getBytes();
        if (set.isLabelled()) {
          labels[row] = group.getInteger(ShardFile.LABEL, 0);
        } else {
          whitened[row] = ShardFile.floats(group.getBinary(ShardFile.WHITENED, 0).getBytes());
        }
        if (group.getType().containsField(ShardFile.NAME)) {
          names = names == null ? new String[size] : names;
          names[row] = group.getString(ShardFile.NAME, 0);
        }
        requireAlike(path, row, pixels, whitened);
        row++;
      }
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      // Parquet throws runtime exceptions on malformed pages.
      throw new DataException(
          "%s: expected an intact Parquet file, found: %s; run prepare --overwrite"
              .formatted(path, e.getMessage()),
          e);
    }
    return new Shard(ids, labels, pixels, whitened, names);
  }

  private static void requireSchema(Path path, ShardSet set, Group group) {
    GroupType found = group == null ? null : group.getType();
    boolean named = found != null && found.containsField(ShardFile.NAME);
    if (found == null || !found.equals(ShardFile.schema(set, named))) {
      throw new DataException(
          "%s: expected the columns %s, found %s; run prepare --overwrite"
              .formatted(path, ShardFile.schema(set, named).getFields(), found));
    }
  }

  private static void requireAlike(Path path, int row, byte[][] pixels, float[][] whitened) {
    boolean alike =
        pixels[row].length == pixels[0].length
            && (whitened == null || whitened[row].length == whitened[0].length);
    if (!alike) {
      throw new DataException(
          "%s: row %d: expected an image of %d values as in row 0, found %d; run prepare --overwrite"
              .formatted(path, row, pixels[0].length, pixels[row].length));
    }
  }

  private void requireUnchanged(Path path, String expected) throws IOException {
    String found;
    try {
      found = ShardFile.checksum(path.getFileSystem(hadoop), path);
    } catch (FileNotFoundException e) {
      throw new DataException(path + ": missing; run prepare --overwrite", e);
    } catch (ChecksumException e) {
      // File systems with their own checksums detect damage first.
      found = "damage at offset " + e.getPos();
    }
    if (!found.equals(expected)) {
      throw new DataException(
          "%s: expected SHA-256 %s as in manifest.json, found %s; run prepare --overwrite"
              .formatted(path, expected, found));
    }
  }

  /** Reads all shards of a small set as one, sorted by id. */
  public Shard readAll(ShardSet set, Manifest manifest) throws IOException {
    List<Shard> shards = new ArrayList<>();
    for (Manifest.File file : manifest.files(set)) {
      shards.add(read(set, file));
    }
    return Shard.merge(shards);
  }
}
