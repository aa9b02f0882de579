package io.lautum.shard;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * The examples of one shard in memory, as bytes: a quarter of what floats would take.
 *
 * @param ids of the examples, ascending
 * @param labels class indices; null where the set is unlabelled
 * @param pixels one image each
 * @param whitened one whitened image each; null where the set is labelled
 */
public record Shard(long[] ids, int[] labels, byte[][] pixels, float[][] whitened)
    implements Serializable {
  public int size() {
    return ids.length;
  }

  /** The examples of several shards of one set, in order. */
  static Shard concatenate(List<Shard> shards) {
    boolean labelled = shards.stream().allMatch(shard -> shard.labels != null);
    return new Shard(
        shards.stream().flatMapToLong(shard -> Arrays.stream(shard.ids)).toArray(),
        labelled
            ? shards.stream().flatMapToInt(shard -> Arrays.stream(shard.labels)).toArray()
            : null,
        shards.stream().flatMap(shard -> Arrays.stream(shard.pixels)).toArray(byte[][]::new),
        labelled
            ? null
            : shards.stream()
                .flatMap(shard -> Arrays.stream(shard.whitened))
                .toArray(float[][]::new));
  }
}
