package io.lautum.data.prepare;

import io.lautum.experiment.random.Seeds;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Exact order statistics of seeded hashes of the examples' ids, by group. The examples up to one of
 * them are a random sample of exactly as many as wanted, and whether an example is in it shows from
 * its id alone, so no list of examples is made. Sampling by a threshold of random keys: Meng,
 * "Scalable simple random sampling and stratified sampling", ICML 2013. Keys here are hashes of
 * ids, so that the sample does not depend on how the data is partitioned.
 *
 * <p>Two passes over ids and labels: a histogram of 2<sup>18</sup> bins, then the hashes in those
 * bins where a wanted rank is: about n · ranks / 2<sup>18</sup> of n. Nothing else grows with n.
 */
final class HashRanks {
  private static final int BINS = 1 << 18;

  private final JavaRDD<ExampleBlock> examples;
  private final long seed;
  private final Group group;

  /** The group of an example from 0 on, negative for an example that is in none. */
  interface Group extends Serializable {
    int of(long id, int label);
  }

  /**
   * @param examples their pixels are not looked at
   */
  HashRanks(JavaRDD<ExampleBlock> examples, long seed, Group group) {
    this.examples = examples;
    this.seed = seed;
    this.group = group;
  }

  /** The hash of an id: different for different ids, and ordered as an unsigned number. */
  static long hash(long seed, long id) {
    return Seeds.derive(seed, id);
  }

  /**
   * The hashes at some ranks.
   *
   * @param ranks by group, the ranks wanted: from 0 on, ascending, below the group's size
   * @return by group, the hash at each rank
   */
  long[][] at(long[][] ranks) {
    long[][] hashes = new long[ranks.length][];
    Arrays.setAll(hashes, g -> new long[ranks[g].length]);
    if (Arrays.stream(ranks).allMatch(wanted -> wanted.length == 0)) {
      return hashes;
    }
    Bins bins = new Bins(31 - Integer.numberOfLeadingZeros(BINS / ranks.length), ranks.length);
    long[] histogram = histogram(bins);
    int[][] binOf = new int[ranks.length][];
    boolean[] wanted = new boolean[histogram.length];
    for (int g = 0; g < ranks.length; g++) {
      binOf[g] = new int[ranks[g].length];
      int bin = bins.first(g);
      long before = 0;
      for (int i = 0; i < ranks[g].length; i++) {
        while (before + histogram[bin] <= ranks[g][i]) {
          before += histogram[bin++];
        }
        binOf[g][i] = bin;
        wanted[bin] = true;
        // The rank within its bin, until the hashes there are known.
        hashes[g][i] = ranks[g][i] - before;
      }
    }
    Map<Integer, long[]> inBin = hashesIn(wanted, bins);
    for (int g = 0; g < ranks.length; g++) {
      for (int i = 0; i < ranks[g].length; i++) {
        hashes[g][i] = inBin.get(binOf[g][i])[(int) hashes[g][i]];
      }
    }
    return hashes;
  }

  private long[] histogram(Bins bins) {
    long hashSeed = seed;
    Group groups = group;
    return examples
        .mapPartitions(
            blocks -> {
              long[] counts = new long[bins.count()];
              while (blocks.hasNext()) {
                ExampleBlock block = blocks.next();
                for (int i = 0; i < block.size(); i++) {
                  int g = groups.of(block.ids()[i], block.labels()[i]);
                  if (g >= 0) {
                    counts[bins.of(g, hash(hashSeed, block.ids()[i]))]++;
                  }
                }
              }
              return Collections.singleton(counts).iterator();
            })
        .treeReduce(
            (a, b) -> {
              Arrays.setAll(a, i -> a[i] + b[i]);
              return a;
            });
  }

  /** The hashes in the wanted bins, ascending. */
  private Map<Integer, long[]> hashesIn(boolean[] wanted, Bins bins) {
    long hashSeed = seed;
    Group groups = group;
    Map<Integer, LongStream.Builder> found = new HashMap<>();
    examples
        .flatMap(
            block -> {
              Stream.Builder<Tuple2<Integer, Long>> hashes = Stream.builder();
              for (int i = 0; i < block.size(); i++) {
                int g = groups.of(block.ids()[i], block.labels()[i]);
                long hash = hash(hashSeed, block.ids()[i]);
                if (g >= 0 && wanted[bins.of(g, hash)]) {
                  hashes.add(new Tuple2<>(bins.of(g, hash), hash));
                }
              }
              return hashes.build().iterator();
            })
        .collect()
        .forEach(
            hash -> found.computeIfAbsent(hash._1(), bin -> LongStream.builder()).add(hash._2()));
    Map<Integer, long[]> sorted = new HashMap<>();
    // Within a bin of one half or less of the range, signed and unsigned order are the same.
    found.forEach((bin, hashes) -> sorted.put(bin, hashes.build().sorted().toArray()));
    return sorted;
  }

  /**
   * Equal parts of the range of hashes, for each group its own.
   *
   * @param bits of a hash that tell its part
   */
  private record Bins(int bits, int groups) implements Serializable {
    Bins {
      if (bits < 1) {
        throw new IllegalArgumentException("too many groups, got [%d]".formatted(groups));
      }
    }

    int count() {
      return groups << bits;
    }

    int first(int group) {
      return group << bits;
    }

    int of(int group, long hash) {
      return first(group) + (int) (hash >>> Long.SIZE - bits);
    }
  }
}
