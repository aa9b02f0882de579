package io.lautum.data.prepare;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import org.apache.commons.codec.digest.MurmurHash3;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The images of one subset whose pixels are those of an image of another subset, by a hash of 64
 * bits: of a million images, another one matches with a probability of about 10<sup>-7</sup>.
 */
final class SharedImages {
  private SharedImages() {}

  /**
   * Returns the number of images of {@code subset} that occur in {@code other}. The driver and each
   * task hold 8 bytes per image of {@code subset}.
   */
  static long count(JavaRDD<ExampleBlock> subset, JavaRDD<ExampleBlock> other) {
    long[] wanted =
        subset.mapPartitions(SharedImages::hashes).collect().stream()
            .flatMapToLong(Arrays::stream)
            .sorted()
            .toArray();
    Broadcast<long[]> sorted =
        JavaSparkContext.fromSparkContext(subset.context()).broadcast(wanted);
    try {
      Set<Long> found = new HashSet<>();
      other
          .mapPartitions(
              blocks -> {
                long[] all = hashes(blocks).next();
                return Collections.singleton(
                        Arrays.stream(all)
                            .filter(hash -> Arrays.binarySearch(sorted.value(), hash) >= 0)
                            .distinct()
                            .toArray())
                    .iterator();
              })
          .collect()
          .forEach(part -> Arrays.stream(part).forEach(found::add));
      return Arrays.stream(wanted).filter(found::contains).count();
    } finally {
      sorted.destroy();
    }
  }

  /** Returns the hashes of all images of a partition. */
  private static Iterator<long[]> hashes(Iterator<ExampleBlock> blocks) {
    long[] hashes = new long[64];
    int count = 0;
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      int bytes = block.pixels().length / Math.max(1, block.size());
      for (int i = 0; i < block.size(); i++) {
        hashes = count == hashes.length ? Arrays.copyOf(hashes, 2 * count) : hashes;
        hashes[count++] = MurmurHash3.hash128x64(block.pixels(), i * bytes, bytes, 0)[0];
      }
    }
    return Collections.singleton(Arrays.copyOf(hashes, count)).iterator();
  }
}
