package io.lautum.operations.cluster;

import com.esotericsoftware.kryo.DefaultSerializer;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.SizeEstimator;

/**
 * Iterates over rows on the driver in their order. A Spark job returns one partition, or a part of
 * it that takes up about a quarter of {@code spark.driver.maxResultSize} and at most 256 MiB, which
 * also limits what the driver and a task hold.
 *
 * <p>A job computes the rows of the parts before its own again, so the rows should be persisted.
 */
public final class RowsInParts<T> implements Iterator<T> {
  private static final long MOST_BYTES = 256L << 20;

  private final JavaRDD<T> rows;
  private final long bytes;
  private int partition;
  private long taken;
  private Iterator<T> part = Collections.emptyIterator();

  /**
   * @param rows rows that Spark's serialiser can send
   */
  public RowsInParts(JavaRDD<T> rows) {
    this.rows = rows;
    bytes = Math.min(MOST_BYTES, ResultLimit.bytes(rows.context().getConf()) / 4);
  }

  /**
   * Some rows of a partition.
   *
   * @param last whether they are the last ones of the partition
   */
  @DefaultSerializer(JavaSerialization.class)
  private record Part<T>(ArrayList<T> rows, boolean last) implements Serializable {
    /** Returns at least one row after those that are skipped, unless there is none. */
    static <T> Part<T> of(Iterator<T> all, long skipped, long bytes) {
      for (long i = 0; i < skipped; i++) {
        all.next();
      }
      ArrayList<T> rows = new ArrayList<>();
      long size = 0;
      while (size < bytes && all.hasNext()) {
        T row = all.next();
        size += SizeEstimator.estimate(row);
        rows.add(row);
      }
      return new Part<>(rows, !all.hasNext());
    }
  }

  @Override
  public boolean hasNext() {
    while (!part.hasNext() && partition < rows.getNumPartitions()) {
      // The last part is given up before the next one comes.
      part = Collections.emptyIterator();
      fetch();
    }
    return part.hasNext();
  }

  private void fetch() {
    // Local variables, so that the iterator is not sent to executors.
    long skipped = taken;
    long limit = bytes;
    Part<T> found =
        rows.mapPartitions(all -> List.of(Part.of(all, skipped, limit)).iterator())
            .collectPartitions(new int[] {partition})[0]
            .get(0);
    part = found.rows.iterator();
    taken = found.last ? 0 : taken + found.rows.size();
    partition += found.last ? 1 : 0;
  }

  @Override
  public T next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return part.next();
  }
}
