package io.lautum.evaluation.generalisation;

import io.lautum.experiment.random.Seeds;
import java.util.SplittableRandom;

/**
 * Standard normal noise, which an image's number decides: every network sees the same.
 *
 * @param imageSize values per image
 */
record GaussianNoise(long seed, int imageSize) {
  /** One noise for each image, with standard deviation 1. */
  float[] of(long[] ids) {
    float[] noise = new float[ids.length * imageSize];
    for (int i = 0; i < ids.length; i++) {
      SplittableRandom random = new SplittableRandom(Seeds.derive(seed, ids[i]));
      for (int j = 0; j < imageSize; j++) {
        noise[i * imageSize + j] = (float) random.nextGaussian();
      }
    }
    return noise;
  }

  /** Images plus noise of a standard deviation. */
  static float[] add(float[] images, float[] noise, double deviation) {
    float[] sum = images.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (float) deviation * noise[i];
    }
    return sum;
  }
}
