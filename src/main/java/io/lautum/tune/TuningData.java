package io.lautum.tune;

import io.lautum.data.Seeds;
import io.lautum.finetune.LabelledDraw;
import io.lautum.shard.BatchOrder;
import io.lautum.shard.Manifest;
import io.lautum.shard.Shard;
import io.lautum.shard.ShardReader;
import io.lautum.shard.ShardSet;
import io.lautum.storage.ExperimentDirectory;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/**
 * All that a trial is scored on: the labelled pool and some unlabelled target images. Travels to
 * executors, once a search.
 *
 * @param pool the labelled pool
 * @param unlabelled images
 * @param target what the manifest says of the target
 */
record TuningData(Shard pool, byte[][] unlabelled, Manifest.Domain target) implements Serializable {
  /** Enough for a mean, and few enough to cost little beside fine-tuning. */
  private static final int UNLABELLED = 1000;

  /**
   * Opens the labelled pool and one unlabelled shard, and no other set. A shard is a random part of
   * its set.
   */
  static TuningData read(ExperimentDirectory directory, Configuration hadoop, long seed)
      throws IOException {
    Manifest manifest = Manifest.read(directory.files(), directory.shards());
    ShardReader reader = new ShardReader(hadoop, directory.shards());
    Shard shard =
        reader.read(ShardSet.TARGET_UNLABELLED, manifest.files(ShardSet.TARGET_UNLABELLED).get(0));
    int[] order = BatchOrder.shuffled(shard.size(), Seeds.derive(seed, 7));
    byte[][] unlabelled =
        Arrays.stream(order)
            .limit(UNLABELLED)
            .mapToObj(position -> shard.pixels()[position])
            .toArray(byte[][]::new);
    return new TuningData(
        reader.readAll(ShardSet.TARGET_LABELLED, manifest), unlabelled, manifest.target());
  }

  int classes() {
    return target.classes().size();
  }

  /**
   * Positions in the pool of a draw's examples, the same as {@code finetune}'s.
   *
   * @throws io.lautum.DataException if the pool has fewer
   */
  int[] draw(int labels, int draw, long seed) {
    return LabelledDraw.choose(pool.labels(), classes(), labels, draw, Seeds.derive(seed, 5));
  }
}
