package io.lautum.execution;

/**
 * What one training step sees.
 *
 * @param images normalised pixels, row-major over (rows, channels, height, width): n labelled
 *     images and, where the graph has a term, as many unlabelled target images after them
 * @param labels class of each of the n labelled images
 * @param beside what the term is given beside each image, 2n x r, row-major, as its {@code
 *     io.lautum.network.TransferLoss} reads it; empty where the graph has no term
 */
public record Minibatch(float[] images, int[] labels, double[] beside) {
  /** Labelled images alone. */
  public static Minibatch labelled(float[] images, int[] labels) {
    return new Minibatch(images, labels, new double[0]);
  }
}
