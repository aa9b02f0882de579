package io.lautum.network.engine;

/**
 * The fast gradient sign method (Goodfellow, Shlens &amp; Szegedy 2015, section 4): x + ε
 * sign(∂loss/∂x).
 */
public final class FastGradientSign {
  private FastGradientSign() {}

  /**
   * Returns a copy of the images in which the first values are changed by ε.
   *
   * @param gradient gradient of the loss with respect to the images
   * @param length number of values to change
   */
  public static float[] perturbed(float[] images, float[] gradient, int length, double epsilon) {
    float[] perturbed = images.clone();
    for (int i = 0; i < length; i++) {
      perturbed[i] += (float) (epsilon * Math.signum(gradient[i]));
    }
    return perturbed;
  }
}
