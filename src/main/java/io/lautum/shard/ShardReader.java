package io.lautum.shard;

import io.lautum.DataException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;

/** Reads shards that {@link ShardWriter} wrote, after checking them against the manifest. */
public final class ShardReader {
  private final Configuration hadoop;
  private final Path folder;

  /**
   * @param folder the folder of the manifest
   */
  public ShardReader(Configuration hadoop, Path folder) {
    this.hadoop = hadoop;
    this.folder = folder;
  }

  /**
   * One shard, whole.
   *
   * @throws DataException if the file is missing or is not the one that {@code prepare} wrote
   */
  public Shard read(ShardSet set, Manifest.File file) throws IOException {
    Path path = new Path(folder, file.file());
    FileSystem files = path.getFileSystem(hadoop);
    if (!files.exists(path)) {
      throw new DataException(path + ": missing; run prepare --overwrite");
    }
    String checksum = ShardFile.checksum(files, path);
    if (!checksum.equals(file.sha256())) {
      throw new DataException(
          "%s: expected SHA-256 %s as in manifest.json, found %s; run prepare --overwrite"
              .formatted(path, file.sha256(), checksum));
    }
    int size = Math.toIntExact(file.examples());
    long[] ids = new long[size];
    int[] labels = set.isLabelled() ? new int[size] : null;
    byte[][] pixels = new byte[size][];
    float[][] whitened = set.isLabelled() ? null : new float[size][];
    try (ParquetReader<Group> reader =
        ParquetReader.builder(new GroupReadSupport(), path).withConf(hadoop).build()) {
      for (int i = 0; i < size; i++) {
        Group group = reader.read();
        ids[i] = group.getLong(ShardFile.ID, 0);
        pixels[i] = group.getBinary(ShardFile.PIXELS, 0).getBytes();
        if (set.isLabelled()) {
          labels[i] = group.getInteger(ShardFile.LABEL, 0);
        } else {
          whitened[i] = ShardFile.floats(group.getBinary(ShardFile.WHITENED, 0).getBytes());
        }
      }
    }
    return new Shard(ids, labels, pixels, whitened);
  }

  /** All shards of a set as one, for small sets. */
  public Shard readAll(ShardSet set, Manifest manifest) throws IOException {
    List<Shard> shards = new ArrayList<>();
    for (Manifest.File file : manifest.files(set)) {
      shards.add(read(set, file));
    }
    return Shard.concatenate(shards);
  }
}
