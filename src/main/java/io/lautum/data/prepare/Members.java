package io.lautum.data.prepare;

import java.io.Serializable;

/** Determines which examples of a subset belong to a set of shards. */
@FunctionalInterface
interface Members extends Serializable {
  Members ALL = (id, label) -> true;

  boolean contains(long id, int label);

  /** Returns the examples that are not members. */
  default Members rest() {
    return (id, label) -> !contains(id, label);
  }
}
