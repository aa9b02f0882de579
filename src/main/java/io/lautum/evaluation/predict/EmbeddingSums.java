package io.lautum.evaluation.predict;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.Serializable;

/**
 * The number of some images and the sums of their embeddings.
 *
 * @param count number of images
 * @param sums sum of each feature
 */
@DefaultSerializer(JavaSerialization.class)
record EmbeddingSums(long count, double[] sums) implements Serializable {
  /**
   * Returns the sums of a batch.
   *
   * @param embeddings one or more rows of equal length
   */
  static EmbeddingSums of(float[][] embeddings) {
    double[] sums = new double[embeddings[0].length];
    for (float[] row : embeddings) {
      for (int j = 0; j < sums.length; j++) {
        sums[j] += row[j];
      }
    }
    return new EmbeddingSums(embeddings.length, sums);
  }

  /** Returns the sums of both sets of images. */
  EmbeddingSums plus(EmbeddingSums other) {
    double[] total = sums.clone();
    for (int j = 0; j < total.length; j++) {
      total[j] += other.sums[j];
    }
    return new EmbeddingSums(count + other.count, total);
  }
}
