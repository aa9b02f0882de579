package io.lautum.method.entropy;

import io.lautum.experiment.random.Seeds;
import java.util.SplittableRandom;

/**
 * Samples x + √τ ξₖ of N(x, τI), k = 0, 1, …, with ξₖ standard normal and independent. A sample
 * depends only on the seed and k, so executors draw it again from the seed instead of receiving the
 * vector.
 *
 * <p>ξₖ comes from a separate {@link SplittableRandom}, by the modified ziggurat algorithm of
 * {@link java.util.random.RandomGenerator#nextGaussian} since Java 17. It nearly always needs one
 * 64-bit number per value; {@link java.util.Random} needs a lock and a logarithm. The Java library
 * does not guarantee the same values in another major version.
 */
public final class GaussianSamples {
  private final double deviation;
  private final long seed;

  /**
   * @param tau τ, the variance of each weight
   * @throws IllegalArgumentException unless τ is positive
   */
  public GaussianSamples(double tau, long seed) {
    Requirements.positive("tau", tau);
    this.deviation = Math.sqrt(tau);
    this.seed = seed;
  }

  /**
   * Computes √τ ξₖ, the sample's displacement from its mean.
   *
   * @param k index of the sample
   * @param displacement overwritten; the value for a weight does not depend on the length
   */
  public void displacement(long k, float[] displacement) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, k));
    for (int i = 0; i < displacement.length; i++) {
      displacement[i] = (float) (deviation * random.nextGaussian());
    }
  }

  /** Writes x + √τ ξₖ or, with {@code sign} -1, its antithetic x - √τ ξₖ to {@code sample}. */
  static void displace(float[] mean, float sign, float[] displacement, float[] sample) {
    for (int i = 0; i < sample.length; i++) {
      sample[i] = mean[i] + sign * displacement[i];
    }
  }
}
