package io.lautum.selection;

import io.lautum.data.shard.BatchOrder;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.random.RandomStream;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.training.finetune.LabelledDraw;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.hadoop.conf.Configuration;

/**
 * All that a trial learns from after the transfer and is scored on. Travels to executors, once a
 * search.
 *
 * @param pool the labelled pool
 * @param unlabelled all unlabelled images, for methods that learn from them, else none
 * @param sample unlabelled images to score predictions on
 * @param target what the manifest says of the target
 */
record TuningData(Shard pool, byte[][] unlabelled, byte[][] sample, Manifest.Domain target)
    implements Serializable {
  /** Enough for a mean, and few enough to cost little beside fine-tuning. */
  private static final int SAMPLE = 1000;

  /** Opens the labelled pool and unlabelled shards, and no other set. */
  static TuningData read(
      ExperimentDirectory directory, Configuration hadoop, long seed, boolean usesUnlabelled)
      throws IOException {
    Manifest manifest = Manifest.read(directory.files(), directory.shards());
    ShardReader reader = new ShardReader(hadoop, directory.shards());
    byte[][] unlabelled =
        usesUnlabelled
            ? reader.readAll(ShardSet.TARGET_UNLABELLED, manifest).pixels()
            : new byte[0][];
    return new TuningData(
        reader.readAll(ShardSet.TARGET_LABELLED, manifest),
        unlabelled,
        sample(reader, manifest, seed),
        manifest.target());
  }

  /** From the first shard, which is a random part of the set. */
  private static byte[][] sample(ShardReader reader, Manifest manifest, long seed)
      throws IOException {
    Shard shard =
        reader.read(ShardSet.TARGET_UNLABELLED, manifest.files(ShardSet.TARGET_UNLABELLED).get(0));
    return Arrays.stream(BatchOrder.shuffled(shard.size(), RandomStream.SCORED_IMAGES.seed(seed)))
        .limit(SAMPLE)
        .mapToObj(position -> shard.pixels()[position])
        .toArray(byte[][]::new);
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
    return LabelledDraw.choose(
        pool.labels(), classes(), labels, draw, RandomStream.LABELLED_DRAWS.seed(seed));
  }
}
