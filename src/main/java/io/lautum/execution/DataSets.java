package io.lautum.execution;

import io.lautum.data.ImageShape;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Minibatches as DL4J takes them. */
public final class DataSets {
  private DataSets() {}

  /**
   * Images and one-hot labels; with a term, the unlabelled images and what stands beside all of
   * them too.
   */
  public static MultiDataSet of(Minibatch minibatch, ImageShape shape, int classes) {
    int n = minibatch.labels().length;
    float[] oneHot = new float[n * classes];
    for (int i = 0; i < n; i++) {
      oneHot[i * classes + minibatch.labels()[i]] = 1;
    }
    INDArray labels = Nd4j.create(oneHot, new long[] {n, classes}, 'c');
    float[] pixels = minibatch.images();
    if (minibatch.beside().length == 0) {
      return new MultiDataSet(images(pixels, n, shape), labels);
    }
    INDArray labelled = images(Arrays.copyOf(pixels, pixels.length / 2), n, shape);
    INDArray unlabelled =
        images(Arrays.copyOfRange(pixels, pixels.length / 2, pixels.length), n, shape);
    double[] rows = minibatch.beside();
    float[] beside = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      beside[i] = (float) rows[i];
    }
    return new MultiDataSet(
        new INDArray[] {labelled, unlabelled},
        new INDArray[] {
          labels, Nd4j.create(beside, new long[] {2 * n, rows.length / (2 * n)}, 'c')
        });
  }

  private static INDArray images(float[] pixels, int n, ImageShape shape) {
    long[] dimensions = {n, shape.channels(), shape.height(), shape.width()};
    return Nd4j.create(pixels, dimensions, 'c');
  }
}
