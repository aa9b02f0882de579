package io.lautum.training.checkpoint;

import java.util.Map;

/**
 * The kind of a training's states.
 *
 * @param unit what the numbers in the files' names count, such as {@code round}
 * @param magic number at the start of each file
 * @param former such numbers of other formats, with the version of this program that wrote them
 */
public record CheckpointKind(String unit, int magic, Map<Integer, String> former) {
  public CheckpointKind {
    former = Map.copyOf(former);
  }
}
