package io.lautum.method;

import io.lautum.config.PretrainConfig;
import io.lautum.network.TargetTerm;
import java.util.List;
import java.util.Optional;

/**
 * No source: the labelled target examples alone, from random weights. What transfer has to beat.
 */
final class Scratch implements PreTransfer {
  @Override
  public String name() {
    return "scratch";
  }

  @Override
  public boolean usesSource() {
    return false;
  }

  @Override
  public Optional<TargetTerm> term(PretrainConfig config) {
    return Optional.empty();
  }

  @Override
  public List<String> configurationKeys() {
    return List.of();
  }
}
