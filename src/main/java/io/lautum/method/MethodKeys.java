package io.lautum.method;

import io.lautum.experiment.config.KeyDeclarations;
import io.lautum.experiment.config.KeyGroup;
import java.util.List;

/** The keys of all methods, in the order in which the methods are registered. */
public final class MethodKeys implements KeyDeclarations {
  @Override
  public List<KeyGroup> groups() {
    return TransferMethods.configurationKeys();
  }
}
