package io.lautum.experiment.random;

import java.util.SplittableRandom;

/** Derives seeds of independent random streams from one seed and the streams' coordinates. */
public final class Seeds {
  private Seeds() {}

  /**
   * Returns the seed of the stream with these coordinates. Different coordinates give unrelated
   * streams, and the same coordinates the same stream; their order matters.
   */
  public static long derive(long seed, long... coordinates) {
    long derived = new SplittableRandom(seed).nextLong();
    for (long coordinate : coordinates) {
      derived = new SplittableRandom(derived ^ coordinate).nextLong();
    }
    return derived;
  }
}
