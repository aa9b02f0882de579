package io.lautum.execution;

/**
 * The fast gradient sign method (Goodfellow, Shlens &amp; Szegedy 2015, section 4): x + ε sign(∂/∂x
 * cross-entropy), the change of size ε in every value of an image that raises a linearised loss
 * most.
 */
public final class Adversary {
  private Adversary() {}

  /**
   * A minibatch's images with the labelled ones changed.
   *
   * @param gradient of the loss by the labelled images, and perhaps by the others after them
   * @param epsilon ε, in units of the normalised image
   */
  public static float[] attack(Minibatch minibatch, float[] gradient, double epsilon) {
    float[] images = minibatch.images().clone();
    int labelled = minibatch.beside().length == 0 ? images.length : images.length / 2;
    for (int i = 0; i < labelled; i++) {
      images[i] += (float) (epsilon * Math.signum(gradient[i]));
    }
    return images;
  }
}
