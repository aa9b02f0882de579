package io.lautum.data.prepare;

import java.io.Serializable;

/** Determines which examples of a subset belong to a set of shards. */
@FunctionalInterface
interface ShardMembership extends Serializable {
  ShardMembership ALL = (id, label) -> true;

  boolean contains(long id, int label);

  /** Returns the examples that are not members. */
  default ShardMembership rest() {
    return (id, label) -> !contains(id, label);
  }
}
