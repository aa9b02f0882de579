package io.lautum.experiment.random;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The numbers of a {@link SplittableRandom} (Steele, Lea &amp; Flood 2014) with the position among
 * them: number n is {@code mix(seed + n γ)}, so that any of them can be computed without those
 * before it. Not thread-safe.
 */
public final class SplitMix implements RandomGenerator {
  /** γ, the odd number nearest to 2⁶⁴ divided by the golden ratio. */
  public static final long GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  /** Creates the generator of {@code new SplittableRandom(seed)}'s numbers. */
  public SplitMix(long seed) {
    state = seed;
  }

  /** Returns the state; the next number is {@code mix(state + γ)}. */
  public long state() {
    return state;
  }

  /** Continues from a state that {@link #state} returned. */
  public void restart(long from) {
    state = from;
  }

  /** Returns 64 random bits for a state. */
  public static long mix(long state) {
    long z = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  @Override
  public long nextLong() {
    state += GAMMA;
    return mix(state);
  }

  /** Returns 32 bits that are not a part of {@link #nextLong}'s. */
  @Override
  public int nextInt() {
    state += GAMMA;
    long z = (state ^ (state >>> 33)) * 0x62a9d9ed799705f5L;
    return (int) (((z ^ (z >>> 28)) * 0xcb24d0a5c88c35b3L) >>> 32);
  }
}
