package io.lautum.evaluation.crossvalidation;

import io.lautum.data.shard.BatchOrder;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.random.RandomStream;
import java.io.IOException;
import java.util.Arrays;

/** Unlabelled target images on which models are scored without labels. */
public final class ScoredImages {
  /** Enough for a mean, and few enough to cost little compared with fine-tuning. */
  private static final int MOST = 1000;

  private ScoredImages() {}

  /**
   * Reads at most 1,000 random images of the first shard, which is a random part of the set.
   *
   * @param seed the experiment's seed
   */
  public static byte[][] read(ShardReader reader, Manifest manifest, long seed) throws IOException {
    if (manifest.files(ShardSet.TARGET_UNLABELLED).isEmpty()) {
      return new byte[0][];
    }
    Shard shard =
        reader.read(ShardSet.TARGET_UNLABELLED, manifest.files(ShardSet.TARGET_UNLABELLED).get(0));
    return Arrays.stream(BatchOrder.shuffled(shard.size(), RandomStream.SCORED_IMAGES.seed(seed)))
        .limit(MOST)
        .mapToObj(position -> shard.pixels()[position])
        .toArray(byte[][]::new);
  }
}
