package io.lautum.experiment.config;

import java.util.List;

/**
 * A package's configuration keys: a service of {@link java.util.ServiceLoader}, so that packages
 * above this one can declare their own keys.
 */
public interface KeyDeclarations {
  /** Returns the groups in the order in which they are documented. */
  List<KeyGroup> groups();
}
