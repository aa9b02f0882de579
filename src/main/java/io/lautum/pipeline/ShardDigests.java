package io.lautum.pipeline;

import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Digests of those shards that a training reads, so that its model is kept if other shards change.
 *
 * @param manifest manifest of all shards
 */
record ShardDigests(Manifest manifest) {
  /**
   * Returns the digest of the source's training images, if there are any, and, if the training sees
   * them, of the unlabelled target images with their whitening.
   */
  String pretraining(boolean seesTarget) {
    DatasetSummary source = manifest.source();
    DatasetSummary target = manifest.target();
    return digest(
        source,
        seesTarget
            ? new DatasetSummary(
                target.name(),
                target.shape(),
                target.classes(),
                target.normalization(),
                target.unlabelled(),
                null,
                target.unlabelled(),
                new Manifest.Counts(0, null))
            : source,
        seesTarget ? manifest.whitening() : new Manifest.Components(0, 0),
        seesTarget
            ? Set.of(ShardSet.SOURCE_TRAIN, ShardSet.TARGET_UNLABELLED)
            : Set.of(ShardSet.SOURCE_TRAIN));
  }

  private String digest(
      DatasetSummary source,
      DatasetSummary target,
      Manifest.Components whitening,
      Set<ShardSet> sets) {
    List<Manifest.File> files = new ArrayList<>();
    for (ShardSet set : ShardSet.values()) {
      if (sets.contains(set)) {
        files.addAll(manifest.files(set));
      }
    }
    return new Manifest(manifest.seed(), manifest.workers(), source, target, whitening, files)
        .contentDigest();
  }
}
