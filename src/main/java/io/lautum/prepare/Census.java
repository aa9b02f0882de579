package io.lautum.prepare;

import io.lautum.DataException;
import io.lautum.data.DatasetInfo;
import io.lautum.data.Example;
import io.lautum.shard.Manifest;
import io.lautum.shard.Normalization;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;

/**
 * One pass over a subset: every example's label, and the sums of its pixels by channel. Sums are
 * whole numbers, so they do not depend on the order of the parts.
 */
final class Census implements Serializable {
  private static final double SMALLEST_STD = 1e-3;

  private final List<int[]> labels = new ArrayList<>();
  private final long[] sum;
  private final long[] sumOfSquares;
  private long pixels;

  private Census(int channels) {
    sum = new long[channels];
    sumOfSquares = new long[channels];
  }

  /** The census of one part of a subset. */
  static Census of(Iterator<Example> examples, int channels) {
    Census census = new Census(channels);
    while (examples.hasNext()) {
      census.add(examples.next());
    }
    return census;
  }

  private void add(Example example) {
    labels.add(new int[] {Math.toIntExact(example.id()), example.label()});
    byte[] image = example.pixels();
    int plane = image.length / sum.length;
    for (int i = 0; i < image.length; i++) {
      int level = image[i] & 0xff;
      sum[i / plane] += level;
      sumOfSquares[i / plane] += (long) level * level;
    }
    pixels += plane;
  }

  /** The census of all parts together. */
  static Census merge(List<Census> parts) {
    Census all = new Census(parts.get(0).sum.length);
    for (Census part : parts) {
      all.labels.addAll(part.labels);
      for (int channel = 0; channel < all.sum.length; channel++) {
        all.sum[channel] += part.sum[channel];
        all.sumOfSquares[channel] += part.sumOfSquares[channel];
      }
      all.pixels += part.pixels;
    }
    return all;
  }

  /** Labels by example id. */
  int[] labels() {
    int[] byId = new int[labels.size()];
    Arrays.fill(byId, -1);
    for (int[] one : labels) {
      byId[one[0]] = one[1];
    }
    return byId;
  }

  /** Mean and standard deviation of byte/255 by channel; a constant channel gets a small one. */
  Normalization normalization() {
    float[] mean = new float[sum.length];
    float[] std = new float[sum.length];
    for (int channel = 0; channel < sum.length; channel++) {
      double m = (double) sum[channel] / pixels / 255;
      double square = (double) sumOfSquares[channel] / pixels / (255 * 255);
      mean[channel] = (float) m;
      std[channel] = (float) Math.max(SMALLEST_STD, Math.sqrt(Math.max(0, square - m * m)));
    }
    return new Normalization(mean, std);
  }

  /**
   * Number of examples, in all and by class.
   *
   * @throws DataException if a class has none
   */
  Manifest.Counts counts(String dataset, DatasetInfo info) {
    long[] byClass = new long[info.classes().size()];
    for (int[] one : labels) {
      byClass[one[1]]++;
    }
    for (int label = 0; label < byClass.length; label++) {
      if (byClass[label] == 0) {
        throw new DataException(
            "%s: class %d (%s) is empty: expected at least one example of each of %d classes"
                .formatted(dataset, label, info.classes().get(label), byClass.length));
      }
    }
    return new Manifest.Counts(labels.size(), Arrays.stream(byClass).boxed().toList());
  }
}
