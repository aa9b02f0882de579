package io.lautum.method;

import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.StrongAugmentationConfig;
import java.util.List;

/**
 * Standard transfer on strongly augmented source images. It tells how much of the gain of a method
 * that compares strong views comes from augmentation alone.
 */
public record AugmentedStandard() implements PreTransfer {
  @Override
  public String name() {
    return "augmented-standard";
  }

  @Override
  public boolean usesSource() {
    return true;
  }

  @Override
  public boolean augmentsSourceStrongly() {
    return true;
  }

  @Override
  public List<KeyGroup> configurationKeys() {
    return List.of(StrongAugmentationConfig.KEYS);
  }
}
