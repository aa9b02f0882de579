package io.lautum.data.shard;

import io.lautum.Text;
import io.lautum.data.read.Example;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;

/** Writes one shard from a stream of examples. */
public final class ShardWriter {
  /** Bytes that a writer buffers, and that a reader loads at a time. */
  private static final long ROW_GROUP_BYTES = 8 << 20;

  private final Configuration hadoop;
  private final ShardSet set;
  private final Function<Example, float[]> whitening;

  /**
   * @param whitening maps an example to its whitened image; used only for unlabelled sets
   */
  public ShardWriter(Configuration hadoop, ShardSet set, Function<Example, float[]> whitening) {
    this.hadoop = hadoop;
    this.set = set;
    this.whitening = whitening;
  }

  /**
   * Writes {@code shard-<index>.parquet} into {@code folder}, first under a unique temporary name,
   * so that two attempts of one task do not interfere. A failure leaves no file behind.
   *
   * @param folder folder of the set
   * @param examples examples in the order of their ids
   */
  public Manifest.File write(Path folder, int index, Iterator<Example> examples)
      throws IOException {
    FileSystem files = folder.getFileSystem(hadoop);
    Path path = new Path(folder, Text.format("shard-%05d.parquet", index));
    Path temporary = new Path(folder, Text.format(".%s.%s", path.getName(), UUID.randomUUID()));
    Example first = examples.hasNext() ? examples.next() : null;
    MessageType schema = ShardFile.schema(set, first != null && first.name() != null);
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    MessageDigest content = ShardFile.sha256();
    long count = 0;
    boolean renamed = false;
    try {
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(temporary)
              .withConf(hadoop)
              .withType(schema)
              .withRowGroupSize(ROW_GROUP_BYTES)
              .withCompressionCodec(CompressionCodecName.SNAPPY)
              // Images do not repeat, so a dictionary would only add cost.
              .withDictionaryEncoding(false)
              .build()) {
        for (Example example = first;
            example != null;
            example = examples.hasNext() ? examples.next() : null) {
          writer.write(group(groups, example, content));
          count++;
        }
      }
      String checksum = ShardFile.checksum(files, temporary);
      files.delete(path, false);
      renamed = files.rename(temporary, path);
      if (!renamed) {
        throw new IOException(Text.format("cannot rename %s to %s", temporary, path));
      }
      return new Manifest.File(
          set.directory() + "/" + path.getName(),
          count,
          HexFormat.of().formatHex(content.digest()),
          checksum);
    } finally {
      // Not a catch clause, because iterators of Spark throw undeclared checked exceptions.
      if (!renamed) {
        files.delete(temporary, false);
      }
    }
  }

  private Group group(SimpleGroupFactory groups, Example example, MessageDigest content) {
    Group group = groups.newGroup().append(ShardFile.ID, example.id());
    content.update(ByteBuffer.allocate(Long.BYTES).putLong(0, example.id()));
    if (set.isLabelled()) {
      group.append(ShardFile.LABEL, example.label());
      content.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, example.label()));
    }
    append(group, ShardFile.PIXELS, example.pixels(), content);
    if (!set.isLabelled()) {
      append(group, ShardFile.WHITENED, ShardFile.bytes(whitening.apply(example)), content);
    }
    if (example.name() != null) {
      // Not content: no training depends on it, and older shards of the same images have no names.
      group.append(ShardFile.NAME, example.name());
    }
    return group;
  }

  private static void append(Group group, String column, byte[] value, MessageDigest content) {
    group.append(column, Binary.fromConstantByteArray(value));
    content.update(value);
  }
}
