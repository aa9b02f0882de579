package io.lautum.data.shard;

/**
 * The images at the beginning of a minibatch of pre-training: those of the source or, without a
 * source, the unlabelled target images, which have no labels.
 *
 * @param set their shards
 * @param domain their dataset
 * @param areLabelled whether there is a source
 */
public record FirstImages(ShardSet set, DatasetSummary domain, boolean areLabelled) {
  /** Returns the images of the shards of a manifest. */
  public static FirstImages of(Manifest manifest) {
    return manifest.source() != null
        ? new FirstImages(ShardSet.SOURCE_TRAIN, manifest.source(), true)
        : new FirstImages(ShardSet.TARGET_UNLABELLED, manifest.target(), false);
  }
}
