package io.lautum.data.shard;

import io.lautum.data.image.ImageStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The examples of one or more shards in a local file, sorted by id. Only the labels are in memory.
 * Thread-safe.
 */
public final class StoredShard {
  private final RecordFile records;
  private final int[] labels;
  private final int pixels;
  private final int whitened;

  private StoredShard(RecordFile records, int[] labels, int pixels, int whitened) {
    this.records = records;
    this.labels = labels;
    this.pixels = pixels;
    this.whitened = whitened;
  }

  /** Rows of one shard, and the first that is not yet taken. */
  private static final class Source {
    private final ShardRows rows;
    private long left;
    private ShardRows.Row head;

    private Source(ShardRows rows, long count) throws IOException {
      this.rows = rows;
      this.left = count;
      advance();
    }

    private void advance() throws IOException {
      head = left-- > 0 ? rows.next() : null;
    }

    private long id() {
      return head.id();
    }
  }

  /**
   * Copies shards of one set from Parquet files.
   *
   * @param files one or more files of {@code set}
   * @throws io.lautum.DataException if a file is missing or differs from the one that {@code
   *     prepare} wrote
   * @throws IOException if the local disk is full
   */
  static StoredShard copy(ShardReader reader, ShardSet set, List<Manifest.File> files)
      throws IOException {
    List<ShardRows> opened = new ArrayList<>();
    try {
      PriorityQueue<Source> sources = new PriorityQueue<>(Comparator.comparingLong(Source::id));
      for (Manifest.File file : files) {
        ShardRows rows = reader.open(set, file);
        opened.add(rows);
        Source source = new Source(rows, file.examples());
        if (source.head != null) {
          sources.add(source);
        }
      }
      // Each file has been checked to have its number of examples.
      int count = Math.toIntExact(files.stream().mapToLong(Manifest.File::examples).sum());
      ShardRows.Row first = sources.isEmpty() ? null : sources.peek().head;
      int pixels = first == null ? 1 : first.pixels().length;
      int whitened = first == null ? 0 : first.whitened().length;
      RecordFile records = new RecordFile(pixels + whitened);
      int[] labels = new int[count];
      for (int i = 0; i < count; i++) {
        Source source = sources.remove();
        labels[i] = source.head.label();
        records.append(source.head.pixels(), source.head.whitened());
        source.advance();
        if (source.head != null) {
          sources.add(source);
        }
      }
      return new StoredShard(records.complete(), labels, pixels, whitened);
    } finally {
      for (ShardRows rows : opened) {
        rows.close();
      }
    }
  }

  /** Returns the number of examples. */
  public int size() {
    return labels.length;
  }

  /** Returns the class index of an example; 0 if the set is unlabelled. */
  public int label(int position) {
    return labels[position];
  }

  /** Returns the whitened image of an example of an unlabelled set. */
  public float[] whitened(int position) {
    return ShardFile.floats(records.read(position, pixels, whitened));
  }

  /** Returns the images. */
  public ImageStore images() {
    return new Images(this);
  }

  /** Equal for the same shard only. */
  private record Images(StoredShard shard) implements ImageStore {
    @Override
    public int count() {
      return shard.size();
    }

    @Override
    public int size() {
      return shard.pixels;
    }

    @Override
    public byte[] get(int position) {
      return shard.records.read(position, 0, shard.pixels);
    }

    @Override
    public void announce(int[] positions) {
      shard.records.announce(positions);
    }
  }
}
