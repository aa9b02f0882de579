package io.lautum.prepare;

import io.lautum.DataException;
import io.lautum.data.Seeds;
import io.lautum.shard.BatchOrder;
import io.lautum.shard.ShardSet;
import java.io.Serializable;
import java.util.Arrays;

/**
 * The shard of each example of a set: a random one, with all shards of the same size but for one
 * example. Random, because datasets come sorted in ways that would give each worker classes of its
 * own.
 */
final class ShardAssignment implements Serializable {
  private static final int NONE = -1;
  private final int[] shardById;
  private final int shards;

  private ShardAssignment(int[] shardById, int shards) {
    this.shardById = shardById;
    this.shards = shards;
  }

  /**
   * @param members by example id, whether it belongs to the set
   * @throws DataException if there are fewer members than shards
   */
  static ShardAssignment balanced(ShardSet set, boolean[] members, int shards, long seed) {
    int[] shardById = new int[members.length];
    Arrays.fill(shardById, NONE);
    int assigned = 0;
    for (int id : BatchOrder.shuffled(members.length, Seeds.derive(seed, set.ordinal()))) {
      if (members[id]) {
        shardById[id] = assigned++ % shards;
      }
    }
    if (assigned < shards) {
      throw new DataException(
          "%s has %d examples: expected at least one for each of %d workers; set -D workers=%d"
              .formatted(set.directory(), assigned, shards, Math.max(1, assigned)));
    }
    return new ShardAssignment(shardById, shards);
  }

  /** Number of shards. */
  int shards() {
    return shards;
  }

  boolean contains(long id) {
    return shardById[(int) id] != NONE;
  }

  int shard(long id) {
    return shardById[(int) id];
  }
}
