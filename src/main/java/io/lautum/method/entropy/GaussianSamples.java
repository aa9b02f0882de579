package io.lautum.method.entropy;

import io.lautum.experiment.random.Seeds;
import java.util.SplittableRandom;

/**
 * Samples x + √τ ξₖ of N(x, τI), k = 0, 1, …, with ξₖ standard normal and independent. A sample is
 * a function of the seed and k alone, so that whoever needs it draws it again: seeds travel, not
 * vectors.
 *
 * <p>ξₖ comes from a {@link SplittableRandom} of its own by the modified ziggurat algorithm that is
 * {@link java.util.random.RandomGenerator#nextGaussian} from Java 17 on: one 64-bit number a value
 * nearly always, where {@link java.util.Random} has a lock and a logarithm. The Java library does
 * not promise the same values in another major version.
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
   * √τ ξₖ, the sample's displacement from its mean.
   *
   * @param k index of the sample
   * @param displacement overwritten; what is drawn for a weight does not depend on the length
   */
  public void displacement(long k, float[] displacement) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(seed, k));
    for (int i = 0; i < displacement.length; i++) {
      displacement[i] = (float) (deviation * random.nextGaussian());
    }
  }

  /**
   * x + √τ ξₖ or, with {@code sign} -1, its antithetic x - √τ ξₖ; {@code sample} is overwritten.
   */
  static void displace(float[] mean, float sign, float[] displacement, float[] sample) {
    for (int i = 0; i < sample.length; i++) {
      sample[i] = mean[i] + sign * displacement[i];
    }
  }
}
