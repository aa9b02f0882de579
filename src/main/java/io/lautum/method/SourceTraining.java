package io.lautum.method;

import io.lautum.experiment.config.KeyGroup;
import java.util.List;

/** Training on the source that a block of keys in {@code pretrain} configures. */
public abstract class SourceTraining implements PreTransfer {
  private final String name;
  private final List<KeyGroup> keys;

  /**
   * @param name name of the method and of its block in {@code pretrain}
   * @param keys keys of the block, and other groups that the model depends on
   */
  protected SourceTraining(String name, KeyGroup... keys) {
    this.name = name;
    this.keys = List.of(keys);
  }

  /**
   * Returns the minibatch after which a term has a gradient: at most a tenth of the training, so
   * that the term acts in short trainings too.
   *
   * @param configured configured number of minibatches
   * @param steps minibatches of the training, per worker
   */
  protected static int start(int configured, int steps) {
    return Math.min(configured, steps / 10);
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final boolean usesSource() {
    return true;
  }

  @Override
  public final List<KeyGroup> configurationKeys() {
    return keys;
  }
}
