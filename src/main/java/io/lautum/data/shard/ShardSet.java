package io.lautum.data.shard;

/** The sets into which {@code prepare} divides the data, each a folder of shards. */
public enum ShardSet {
  SOURCE_TRAIN("source-train", true),
  SOURCE_TEST("source-test", true),
  /** The pool from which labelled draws are taken. */
  TARGET_LABELLED("target-labelled", true),
  /**
   * The rest of the target's training set: no label column, whitened images in addition to the
   * pixels.
   */
  TARGET_UNLABELLED("target-unlabelled", false),
  /** The target's test set, which only evaluation opens. */
  TARGET_TEST("target-test", true);

  private final String directory;
  private final boolean labelled;

  ShardSet(String directory, boolean labelled) {
    this.directory = directory;
    this.labelled = labelled;
  }

  public String directory() {
    return directory;
  }

  /**
   * Returns whether the set's shards have a label column; otherwise they have a column of whitened
   * images.
   */
  public boolean isLabelled() {
    return labelled;
  }
}
