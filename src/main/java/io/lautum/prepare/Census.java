package io.lautum.prepare;

import io.lautum.DataException;
import io.lautum.data.DatasetInfo;
import io.lautum.data.Example;
import io.lautum.data.ImageShape;
import io.lautum.shard.Manifest;
import io.lautum.shard.Normalization;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What one pass over a subset tells: every example's label, and the sums of the pixels by channel.
 * Sums are whole numbers, so they do not depend on the order of the parts.
 */
final class Census {
  private static final int NONE = -1;
  private static final double SMALLEST_STD = 1e-3;

  private final int[] labels;
  private final long[] sum;
  private final long[] sumOfSquares;
  private final double pixels;

  private Census(List<Part> parts, ImageShape shape) {
    labels = new int[parts.stream().mapToInt(part -> part.ids.length).sum()];
    sum = new long[shape.channels()];
    sumOfSquares = new long[shape.channels()];
    pixels = (double) labels.length * shape.height() * shape.width();
    Arrays.fill(labels, NONE);
    for (Part part : parts) {
      for (int i = 0; i < part.ids.length; i++) {
        int id = part.ids[i];
        if (id < 0 || id >= labels.length || labels[id] != NONE) {
          throw new IllegalStateException(
              "ids of %d examples have to be 0 to %d, each once, found [%d] out of range or twice"
                  .formatted(labels.length, labels.length - 1, id));
        }
        labels[id] = part.labels[i];
      }
      for (int channel = 0; channel < sum.length; channel++) {
        sum[channel] += part.sum[channel];
        sumOfSquares[channel] += part.sumOfSquares[channel];
      }
    }
  }

  /**
   * The census of all parts of a subset together.
   *
   * @throws IllegalStateException if the ids are not 0, 1, … each once
   */
  static Census merge(List<Part> parts, ImageShape shape) {
    return new Census(parts, shape);
  }

  /** The census of one part of a subset: two whole numbers an example, and no image. */
  record Part(int[] ids, int[] labels, long[] sum, long[] sumOfSquares) implements Serializable {
    static Part of(Iterator<Example> examples, ImageShape shape) {
      IntStream.Builder ids = IntStream.builder();
      IntStream.Builder labels = IntStream.builder();
      long[] sum = new long[shape.channels()];
      long[] sumOfSquares = new long[shape.channels()];
      int plane = shape.height() * shape.width();
      while (examples.hasNext()) {
        Example example = examples.next();
        ids.add(Math.toIntExact(example.id()));
        labels.add(example.label());
        for (int channel = 0; channel < sum.length; channel++) {
          for (int i = channel * plane; i < (channel + 1) * plane; i++) {
            int level = example.pixels()[i] & 0xff;
            sum[channel] += level;
            sumOfSquares[channel] += (long) level * level;
          }
        }
      }
      return new Part(ids.build().toArray(), labels.build().toArray(), sum, sumOfSquares);
    }
  }

  /** Number of examples. */
  int size() {
    return labels.length;
  }

  /** Labels by example id. */
  int[] labels() {
    return labels.clone();
  }

  /** Mean and standard deviation of byte/255 by channel; a constant channel gets a small one. */
  Normalization normalization() {
    float[] mean = new float[sum.length];
    float[] std = new float[sum.length];
    for (int channel = 0; channel < sum.length; channel++) {
      double m = sum[channel] / pixels / 255;
      double square = sumOfSquares[channel] / pixels / (255 * 255);
      mean[channel] = (float) m;
      std[channel] = (float) Math.max(SMALLEST_STD, Math.sqrt(Math.max(0, square - m * m)));
    }
    return new Normalization(mean, std);
  }

  /**
   * Number of examples, in all and by class.
   *
   * @param subset its name for messages
   * @throws DataException if a class has none
   */
  Manifest.Counts counts(String subset, DatasetInfo info) {
    boolean[] all = new boolean[labels.length];
    Arrays.fill(all, true);
    Manifest.Counts counts = counts(all, info);
    int empty = counts.classCounts().indexOf(0L);
    if (empty >= 0) {
      throw new DataException(
          "%s: class %d (%s) is empty: expected at least one example of each of %d classes"
              .formatted(subset, empty, info.classes().get(empty), info.classes().size()));
    }
    return counts;
  }

  /** Number of examples that are members, in all and by class. */
  Manifest.Counts counts(boolean[] members, DatasetInfo info) {
    long[] byClass = new long[info.classes().size()];
    for (int id = 0; id < labels.length; id++) {
      if (members[id]) {
        byClass[labels[id]]++;
      }
    }
    return new Manifest.Counts(
        Arrays.stream(byClass).sum(), Arrays.stream(byClass).boxed().toList());
  }
}
