package io.lautum.training.checkpoint;

import java.util.Set;

/**
 * The kind of a training's states.
 *
 * @param unit what the numbers in the files' names count, such as {@code round}
 * @param magic number at the start of each file
 * @param former such numbers of formats of earlier versions
 */
public record CheckpointKind(String unit, int magic, Set<Integer> former) {
  public CheckpointKind {
    former = Set.copyOf(former);
  }
}
