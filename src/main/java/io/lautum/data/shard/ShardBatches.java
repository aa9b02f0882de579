package io.lautum.data.shard;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/** The examples of one shard in their order, a few at a time, without whitened images. */
public final class ShardBatches implements Iterator<Shard>, Closeable {
  private final ShardRows rows;
  private final boolean labelled;
  private final int batch;
  private long left;

  /**
   * @param examples number of examples of the shard
   * @param batch largest number of examples at a time
   */
  ShardBatches(ShardRows rows, boolean labelled, long examples, int batch) {
    this.rows = rows;
    this.labelled = labelled;
    this.left = examples;
    this.batch = batch;
  }

  @Override
  public boolean hasNext() {
    return left > 0;
  }

  /**
   * Returns the next examples.
   *
   * @throws io.lautum.DataException if the file is malformed
   */
  @Override
  public Shard next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int size = (int) Math.min(batch, left);
    left -= size;
    long[] ids = new long[size];
    int[] labels = labelled ? new int[size] : null;
    byte[][] pixels = new byte[size][];
    String[] names = new String[size];
    try {
      for (int i = 0; i < size; i++) {
        ShardRows.Row row = rows.next();
        ids[i] = row.id();
        pixels[i] = row.pixels();
        names[i] = row.name();
        if (labelled) {
          labels[i] = row.label();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Shard(ids, labels, pixels, null, names[0] == null ? null : names);
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
