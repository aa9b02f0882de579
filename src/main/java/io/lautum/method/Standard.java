package io.lautum.method;

import io.lautum.config.PretrainConfig;
import io.lautum.network.TargetTerm;
import java.util.List;
import java.util.Optional;

/** Standard transfer: cross-entropy on the source (arXiv 1904.01670, eq. 2 with λ = 0). */
final class Standard implements PreTransfer {
  @Override
  public String name() {
    return "standard";
  }

  @Override
  public boolean usesSource() {
    return true;
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
