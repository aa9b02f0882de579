package io.lautum.data.prepare;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.random.Seeds;
import java.io.Serializable;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;

/**
 * Assigns each example of a set to a random shard; the sizes of the shards differ by at most one.
 * The assignment is random because datasets are often sorted by class, and each worker would
 * otherwise see different classes. Each shard holds a range of the hashes of the ids. Immutable.
 */
final class ShardAssignment implements Serializable {
  private final ShardMembership members;
  private final long seed;

  /** The lowest hash of each shard except the first. */
  private final long[] firstHash;

  private ShardAssignment(ShardMembership members, long seed, long[] firstHash) {
    this.members = members;
    this.seed = seed;
    this.firstHash = firstHash;
  }

  /**
   * @param examples all examples of the subset that contains the set; their pixels are not read
   * @param count number of members
   * @throws DataException if there are fewer members than shards
   */
  static ShardAssignment balanced(
      ShardSet set,
      JavaRDD<ExampleBlock> examples,
      ShardMembership members,
      long count,
      int shards,
      long seed) {
    if (count < shards) {
      throw new DataException(
          Text.format(
              "%s has %d examples: expected at least one for each of %d workers; set -D workers=%d",
              set.directory(), count, shards, Math.max(1, count)));
    }
    long ofSet = Seeds.derive(seed, set.ordinal());
    long[] firstRanks =
        LongStream.range(1, shards)
            // Without the split, the product would overflow for 10^18 examples and a few shards.
            .map(shard -> count / shards * shard + count % shards * shard / shards)
            .toArray();
    long[][] hashes =
        new HashRanks(examples, count, ofSet, (id, label) -> members.contains(id, label) ? 0 : -1)
            .at(new long[][] {firstRanks});
    return new ShardAssignment(members, ofSet, hashes[0]);
  }

  /** Returns the number of shards. */
  int shards() {
    return firstHash.length + 1;
  }

  boolean contains(long id, int label) {
    return members.contains(id, label);
  }

  /** Returns the shard of a member. */
  int shard(long id) {
    long hash = HashRanks.hash(seed, id);
    int low = 0;
    int high = firstHash.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(firstHash[middle], hash) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
