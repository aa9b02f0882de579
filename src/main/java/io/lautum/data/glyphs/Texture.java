package io.lautum.data.glyphs;

import java.util.random.RandomGenerator;

/** A pattern over the plane: brightness in [0, 1] at a point in pixels. */
@FunctionalInterface
interface Texture {
  float at(int x, int y);

  /** Returns a random pattern: stripes, dots or checks, a gradient, or blotches. */
  static Texture random(RandomGenerator random) {
    return switch (random.nextInt(4)) {
      case 0 -> stripes(random);
      case 1 -> dots(random);
      case 2 -> gradient(random);
      default -> blotches(random);
    };
  }

  private static Texture stripes(RandomGenerator random) {
    Wave wave = Wave.random(random.nextDouble(2.5, 6), random);
    float dark = random.nextFloat(0.1f, 0.55f);
    return (x, y) -> dark + (1 - dark) * clampedRamp(2 * wave.at(x, y));
  }

  private static Texture dots(RandomGenerator random) {
    double period = random.nextDouble(3, 6);
    Wave first = Wave.random(period, random);
    Wave second = first.orthogonal(random);
    float dark = random.nextFloat(0.1f, 0.5f);
    return (x, y) -> dark + (1 - dark) * clampedRamp(3 * first.at(x, y) * second.at(x, y) + 0.5);
  }

  private static Texture gradient(RandomGenerator random) {
    Wave wave = Wave.random(2.5 * Canvas.SIDE, random);
    float dark = random.nextFloat(0.1f, 0.4f);
    return (x, y) -> dark + (1 - dark) * (float) (0.5 + 0.5 * wave.at(x, y));
  }

  private static Texture blotches(RandomGenerator random) {
    Wave first = Wave.random(random.nextDouble(5, 12), random);
    Wave second = Wave.random(random.nextDouble(5, 12), random);
    Wave third = Wave.random(random.nextDouble(3, 7), random);
    float dark = random.nextFloat(0.05f, 0.4f);
    return (x, y) ->
        dark
            + (1 - dark)
                * clampedRamp(0.8 + 1.2 * (first.at(x, y) + second.at(x, y) + third.at(x, y)));
  }

  /** Maps values up to −1 to 0, values from 1 to 1, and values in between linearly. */
  private static float clampedRamp(double value) {
    return (float) Math.max(0, Math.min(1, 0.5 + 0.5 * value));
  }

  /** A plane cosine: cos(ax + by + phase). */
  record Wave(double a, double b, double phase) {
    static Wave random(double period, RandomGenerator random) {
      double angle = random.nextDouble(2 * Math.PI);
      double frequency = 2 * Math.PI / period;
      return new Wave(
          frequency * Math.cos(angle), frequency * Math.sin(angle), random.nextDouble(2 * Math.PI));
    }

    Wave orthogonal(RandomGenerator random) {
      return new Wave(-b, a, random.nextDouble(2 * Math.PI));
    }

    double at(int x, int y) {
      return Math.cos(a * x + b * y + phase);
    }
  }
}
