package io.lautum.network.input;

import io.lautum.experiment.random.SplitMix;
import java.util.Arrays;

/**
 * Independent normal numbers that are added to the values of an image: those of {@link
 * java.util.SplittableRandom#nextGaussian}, in the order of the values. Java's ziggurat computes
 * 253 of 256 numbers from one draw, as the product of a signed 64-bit integer u and a constant of
 * the layer {@code u mod 256}. The others are listed here, so that each of the values can be
 * computed independently: value k from draw {@code 1 + k + extra}, where extra counts the
 * additional draws of listed values before it.
 *
 * @param state state of the generator before the first draw
 * @param deviation standard deviation; 0 for no noise
 * @param listed positions of the listed values, ascending
 * @param extra additional draws of the listed values up to and including each
 * @param values noise of the listed values
 */
public record GaussianNoise(
    long state, double deviation, int[] listed, int[] extra, float[] values) {
  /** No noise. */
  public static final GaussianNoise NONE =
      new GaussianNoise(0, 0, new int[0], new int[0], new float[0]);

  /** Constants of the layers; 0 if a layer needs further draws. */
  private static final double[] LAYERS = layerConstants();

  private static final int LAYER_MASK = 0xff;

  /** Advances a generator as {@code size} calls of {@link SplitMix#nextGaussian} do. */
  public static GaussianNoise draw(SplitMix random, double deviation, int size) {
    long start = random.state();
    long state = start;
    int extra = 0;
    int count = 0;
    int[] listed = new int[size / 64 + 16];
    int[] draws = new int[listed.length];
    float[] values = new float[listed.length];
    for (int k = 0; k < size; k++) {
      state += SplitMix.GAMMA;
      if (LAYERS[(int) SplitMix.mix(state) & LAYER_MASK] != 0) {
        continue;
      }
      if (count == listed.length) {
        listed = Arrays.copyOf(listed, 2 * count);
        draws = Arrays.copyOf(draws, 2 * count);
        values = Arrays.copyOf(values, 2 * count);
      }
      random.restart(state - SplitMix.GAMMA);
      values[count] = (float) (deviation * random.nextGaussian());
      while (state != random.state()) {
        state += SplitMix.GAMMA;
        extra++;
      }
      listed[count] = k;
      draws[count++] = extra;
    }
    random.restart(state);
    return new GaussianNoise(
        start,
        deviation,
        Arrays.copyOf(listed, count),
        Arrays.copyOf(draws, count),
        Arrays.copyOf(values, count));
  }

  /**
   * Adds the noise to an image's values.
   *
   * @param offset position of the first value
   * @param size number of values, as in {@link #draw}
   */
  public void addTo(float[] image, int offset, int size) {
    long at = state;
    int next = 0;
    int before = 0;
    for (int k = 0; k < size; k++) {
      at += SplitMix.GAMMA;
      if (next < listed.length && listed[next] == k) {
        image[offset + k] += values[next];
        at += (extra[next] - before) * SplitMix.GAMMA;
        before = extra[next++];
      } else {
        long u = SplitMix.mix(at);
        image[offset + k] += (float) (deviation * (LAYERS[(int) u & LAYER_MASK] * u));
      }
    }
  }

  /** Returns the constants of the 256 layers; 0 if a layer needs further draws. */
  public static double[] layers() {
    return LAYERS.clone();
  }

  /** Reads the constants off Java's own results for u = 2⁶² + layer, which rounds to 2⁶². */
  private static double[] layerConstants() {
    double[] constants = new double[LAYER_MASK + 1];
    for (int layer = 0; layer < constants.length; layer++) {
      FirstDraw draw = new FirstDraw((1L << 62) | layer);
      double number = draw.nextGaussian();
      constants[layer] = draw.count == 1 ? number * 0x1p-62 : 0;
    }
    return constants;
  }

  /** A generator whose first draw is given, and whose further ones are any. */
  private static final class FirstDraw implements java.util.random.RandomGenerator {
    private final SplitMix others = new SplitMix(0);
    private final long first;
    private int count;

    FirstDraw(long first) {
      this.first = first;
    }

    @Override
    public long nextLong() {
      return count++ == 0 ? first : others.nextLong();
    }
  }
}
