package io.lautum.network.model;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.result.Classification;
import io.lautum.network.engine.dl4j.Dl4jGraphs;
import io.lautum.network.engine.dl4j.Dl4jModel;

/** Passes images through a model in batches. */
public final class Predictor {
  private static final String PROBABILITIES = Dl4jGraphs.PROBABILITIES;

  private final Dl4jModel network;
  private final ImageShape shape;
  private final Normalization.Table normalization;
  private final int batchSize;

  /**
   * @param normalization normalisation of the images, which may be from another domain than the
   *     model's training images
   */
  public Predictor(TrainedModel model, Normalization normalization, int batchSize) {
    this.network = model.network();
    this.shape = model.metadata().network().shape();
    this.normalization = normalization.table(shape);
    this.batchSize = batchSize;
  }

  /** Receives the outputs of one batch. */
  @FunctionalInterface
  public interface Batch {
    /**
     * @param first position of the batch's first image
     * @param outputs one row per image
     */
    void accept(int first, float[][] outputs);
  }

  /** Computes the class probabilities of every image. */
  public void probabilities(byte[][] images, Batch batch) {
    outputs(images, "softmax", batch);
  }

  /**
   * Computes an output of every image.
   *
   * @param output {@code softmax}, {@code logits} or {@code features}
   */
  public void outputs(byte[][] images, String output, Batch batch) {
    String layer = output.equals("softmax") ? PROBABILITIES : output;
    for (int first = 0; first < images.length; first += batchSize) {
      int size = Math.min(batchSize, images.length - first);
      float[] values = new float[size * shape.size()];
      for (int i = 0; i < size; i++) {
        normalization.apply(images[first + i], values, i * shape.size());
      }
      batch.accept(first, activations(values, size, layer));
    }
  }

  /**
   * Returns the class probabilities of one batch.
   *
   * @param images normalised images, n x channels x height x width
   * @return n rows
   */
  public float[][] probabilities(float[] images) {
    return activations(images, images.length / shape.size(), PROBABILITIES);
  }

  private float[][] activations(float[] images, int size, String layer) {
    return network.outputs(images, size, layer);
  }

  /** Returns the class with the largest probability; the first of several. */
  public static int mostProbable(float[] probabilities) {
    return Classification.of(probabilities).predicted();
  }
}
