package io.lautum.data.shard;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.Path;

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
    // Checks the number of examples before arrays of this length are allocated.
    try (ShardRows rows = open(set, file)) {
      int size = (int) Math.min(examples, file.examples());
      long[] ids = new long[size];
      int[] labels = set.isLabelled() ? new int[size] : null;
      byte[][] pixels = new byte[size][];
      float[][] whitened = set.isLabelled() ? null : new float[size][];
      String[] names = new String[size];
      int kept = 0;
      for (long position = 0; kept < size; position++) {
        ShardRows.Row row = rows.next();
        if (position < kept * file.examples() / size) {
          continue;
        }
        ids[kept] = row.id();
        pixels[kept] = row.pixels();
        names[kept] = row.name();
        if (set.isLabelled()) {
          labels[kept] = row.label();
        } else {
          whitened[kept] = ShardFile.floats(row.whitened());
        }
        kept++;
      }
      boolean named = size > 0 && names[0] != null;
      return new Shard(ids, labels, pixels, whitened, named ? names : null);
    }
  }

  /**
   * Copies shards to a local file.
   *
   * @param files one or more files of {@code set}
   * @throws DataException if a file is missing or differs from the one that {@code prepare} wrote
   * @throws IOException if the local disk is full
   */
  public StoredShard store(ShardSet set, List<Manifest.File> files) throws IOException {
    return StoredShard.copy(this, set, files);
  }

  /**
   * Opens a shard to read its examples a few at a time.
   *
   * @param file file of {@code set}
   * @param batch largest number of examples at a time, at least 1
   * @throws DataException if the file is missing or differs from the one that {@code prepare} wrote
   */
  public ShardBatches batches(ShardSet set, Manifest.File file, int batch) throws IOException {
    return new ShardBatches(open(set, file), set.isLabelled(), file.examples(), batch);
  }

  /**
   * Opens a shard to read its examples one at a time.
   *
   * @param file file of {@code set}
   * @throws DataException if the file is missing or differs from the one that {@code prepare} wrote
   */
  ShardRows open(ShardSet set, Manifest.File file) throws IOException {
    if (!file.file().startsWith(set.directory() + "/")) {
      throw new IllegalArgumentException(
          Text.format("expected a shard of [%s], got [%s]", set.directory(), file.file()));
    }
    Path path = new Path(folder, file.file());
    requireUnchanged(path, file.sha256());
    // The checksum does not protect against a forged manifest.
    ShardLayout.check(path.getFileSystem(hadoop), path, file.examples());
    return new ShardRows(hadoop, path, set);
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
          Text.format(
              "%s: expected SHA-256 %s as in manifest.json, found %s; run prepare --overwrite",
              path, expected, found));
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
