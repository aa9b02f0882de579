package io.lautum.experiment.random;

import java.util.SplittableRandom;

/** Seeds of independent random streams from one seed and the stream's coordinates. */
public final class Seeds {
  private Seeds() {}

  /**
   * The seed of the stream with these coordinates. Different coordinates give unrelated streams,
   * and the same ones the same stream; their order counts.
   */
  public static long derive(long seed, long... coordinates) {
    long derived = new SplittableRandom(seed).nextLong();
    for (long coordinate : coordinates) {
      derived = new SplittableRandom(derived ^ coordinate).nextLong();
    }
    return derived;
  }
}
