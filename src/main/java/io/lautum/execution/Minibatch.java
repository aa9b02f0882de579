package io.lautum.execution;

/**
 * What one training step sees.
 *
 * @param images normalised pixels, row-major over (rows, channels, height, width): n labelled
 *     images and, where the graph has a target term, as many unlabelled target images after them
 * @param labels class of each of the n labelled images
 * @param whitened whitened target images, n x r, row-major; empty where the graph has no term
 */
public record Minibatch(float[] images, int[] labels, double[] whitened) {}
