package io.lautum.network.engine.cudnn;

import java.util.List;

/** The random numbers of all dropouts of a network: a function of a seed and the forward pass. */
final class DropoutNumbers {
  private final List<Pass> passes;
  private long seed;
  private long forwards;

  /**
   * @param passes passes of a step; may be completed later
   */
  DropoutNumbers(List<Pass> passes) {
    this.passes = passes;
  }

  /** Starts the random numbers of a seed. */
  void start(long newSeed) {
    seed = newSeed;
    moveTo(0);
  }

  /** Continues with the random numbers after a number of forward passes. */
  void moveTo(long newForwards) {
    forwards = newForwards;
    for (int i = 0; i < passes.size(); i++) {
      // Distant seeds, so that no two dropouts use the same random numbers.
      passes.get(i).seed(seed + ((long) i << Integer.SIZE), forwards);
    }
  }

  /** Counts a forward pass. */
  void advance() {
    forwards++;
  }

  /** Returns the number of forward passes since the start. */
  long forwards() {
    return forwards;
  }
}
