package io.lautum.method;

import io.lautum.experiment.config.KeyGroup;

/**
 * Training with a term that reads only unlabelled target images. It adds the term to the source's
 * cross-entropy; without a source, the term is the whole loss.
 */
public abstract class UnlabelledTraining extends SourceTraining {
  /**
   * @param name name of the method and of its block in {@code pretrain}
   * @param keys keys of the block, and other groups that the model depends on
   */
  protected UnlabelledTraining(String name, KeyGroup... keys) {
    super(name, keys);
  }

  @Override
  public final boolean needsSource() {
    return false;
  }
}
