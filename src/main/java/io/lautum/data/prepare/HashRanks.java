package io.lautum.data.prepare;

import io.lautum.Text;
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
 * Exact order statistics of seeded hashes of the examples' ids, per group. The examples with hashes
 * up to the k-th are a random sample of size k, and membership follows from the id, so no list of
 * examples is needed. Sampling by a threshold on random keys: Meng, "Scalable simple random
 * sampling and stratified sampling", ICML 2013. The keys are hashes of ids, so that the sample does
 * not depend on the partitioning of the data.
 *
 * <p>Two passes over ids and labels: a histogram, then the hashes in the bins that contain a
 * requested rank. There are about as many bins as examples, so that small datasets need only small
 * results of tasks, and at most 2<sup>18</sup>: then the bins contain about n · ranks /
 * 2<sup>18</sup> hashes. No other memory grows with n.
 */
final class HashRanks {
  private static final int MOST_BINS = 1 << 18;

  private final JavaRDD<ExampleBlock> examples;
  private final long count;
  private final long seed;
  private final Group group;

  /** Maps an example to its group, from 0; negative if the example is in no group. */
  interface Group extends Serializable {
    int of(long id, int label);
  }

  /**
   * @param examples examples, whose pixels are not read
   * @param count number of examples in all groups, which determines only the speed
   */
  HashRanks(JavaRDD<ExampleBlock> examples, long count, long seed, Group group) {
    this.examples = examples;
    this.count = count;
    this.seed = seed;
    this.group = group;
  }

  /**
   * Returns the hash of an id, to be compared as an unsigned number. Different ids have different
   * hashes.
   */
  static long hash(long seed, long id) {
    return Seeds.derive(seed, id);
  }

  /**
   * Returns the hashes at the given ranks.
   *
   * @param ranks requested ranks per group, from 0, ascending, below the group's size
   * @return per group, the hash at each rank
   */
  long[][] at(long[][] ranks) {
    long[][] hashes = new long[ranks.length][];
    Arrays.setAll(hashes, g -> new long[ranks[g].length]);
    if (Arrays.stream(ranks).allMatch(wanted -> wanted.length == 0)) {
      return hashes;
    }
    Bins bins = Bins.of(count, ranks.length);
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
        // Holds the rank within its bin until the hashes in the bin are known.
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

  /** Returns the hashes in the requested bins, ascending. */
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
    // Signed and unsigned order agree within a bin, which covers at most half of the range.
    found.forEach((bin, hashes) -> sorted.put(bin, hashes.build().sorted().toArray()));
    return sorted;
  }

  /**
   * Bins of equal width over the range of hashes, separate for each group.
   *
   * @param bits number of leading bits of a hash that determine its bin
   */
  private record Bins(int bits, int groups) implements Serializable {
    Bins {
      if (bits < 1) {
        throw new IllegalArgumentException(Text.format("too many groups, got [%d]", groups));
      }
    }

    static Bins of(long examples, int groups) {
      long bins = Math.min(MOST_BINS, 2 * Math.max(examples, groups));
      return new Bins(63 - Long.numberOfLeadingZeros(bins / groups), groups);
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
