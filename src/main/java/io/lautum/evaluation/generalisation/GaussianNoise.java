package io.lautum.evaluation.generalisation;

import io.lautum.experiment.random.Seeds;
import java.util.SplittableRandom;

/**
 * Standard normal noise that depends only on the seed and the image's id, so that it is the same
 * for every network.
 *
 * @param imageSize number of values per image
 */
record GaussianNoise(long seed, int imageSize) {
  /** Returns noise with standard deviation 1 for each image. */
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

  /** Returns the images plus noise of the given standard deviation. */
  static float[] add(float[] images, float[] noise, double deviation) {
    float[] sum = images.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += (float) deviation * noise[i];
    }
    return sum;
  }
}
