package io.lautum.data.prepare;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.image.FloatVector;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.image.ValueType;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.random.Seeds;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.LongStream;

/**
 * Statistics that one pass over a subset collects: the number of examples per class, the sums of
 * the pixels per channel, and the number of images of one colour. The size does not depend on the
 * number of examples, and the sums are exact, so they do not depend on the order of the parts.
 * Immutable.
 */
final class SplitStatistics implements Serializable {
  private static final double SMALLEST_STD = 1e-3;

  /** Largest difference between two levels of one channel in an image of one colour. */
  private static final int SAME_COLOUR = 2;

  private final long[] byClass;
  private final long[] sum;
  private final long[] sumOfSquares;
  private final long constant;
  private final long fingerprint;

  /** Sums of the features of vectors; null for images. */
  private final ExactSums features;

  private SplitStatistics(
      long[] byClass,
      long[] sum,
      long[] sumOfSquares,
      long constant,
      long fingerprint,
      ExactSums features) {
    this.features = features;
    this.constant = constant;
    this.byClass = byClass;
    this.sum = sum;
    this.sumOfSquares = sumOfSquares;
    this.fingerprint = fingerprint;
  }

  /** Returns the statistics of one part of a subset. */
  static SplitStatistics of(Iterator<ExampleBlock> blocks, DatasetInfo info) {
    return info.values() == ValueType.FLOAT ? ofVectors(blocks, info) : ofImages(blocks, info);
  }

  private static SplitStatistics ofVectors(Iterator<ExampleBlock> blocks, DatasetInfo info) {
    long[] byClass = new long[info.classes().size()];
    float[] vector = new float[info.shape().size()];
    ExactSums features = new ExactSums(vector.length);
    long fingerprint = 0;
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      for (int i = 0; i < block.size(); i++) {
        byClass[block.labels()[i]]++;
        fingerprint += fingerprint(block.ids()[i]);
        FloatVector.read(block.pixels(), i * vector.length * Float.BYTES, vector);
        for (int feature = 0; feature < vector.length; feature++) {
          features.add(feature, vector[feature]);
        }
        features.next();
      }
    }
    return new SplitStatistics(byClass, new long[0], new long[0], 0, fingerprint, features);
  }

  private static SplitStatistics ofImages(Iterator<ExampleBlock> blocks, DatasetInfo info) {
    ImageShape shape = info.shape();
    long[] byClass = new long[info.classes().size()];
    long[] sum = new long[shape.channels()];
    long[] sumOfSquares = new long[shape.channels()];
    long constant = 0;
    long fingerprint = 0;
    int plane = shape.height() * shape.width();
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      byte[] pixels = block.pixels();
      for (int i = 0; i < block.size(); i++) {
        byClass[block.labels()[i]]++;
        fingerprint += fingerprint(block.ids()[i]);
        int contrast = 0;
        for (int channel = 0; channel < sum.length; channel++) {
          int lowest = 255;
          int highest = 0;
          long levels = 0;
          long squares = 0;
          int start = i * shape.size() + channel * plane;
          for (int pixel = start; pixel < start + plane; pixel++) {
            int level = pixels[pixel] & 0xff;
            levels += level;
            squares += level * level;
            lowest = Math.min(lowest, level);
            highest = Math.max(highest, level);
          }
          sum[channel] += levels;
          sumOfSquares[channel] += squares;
          contrast = Math.max(contrast, highest - lowest);
        }
        constant += contrast <= SAME_COLOUR ? 1 : 0;
      }
    }
    return new SplitStatistics(byClass, sum, sumOfSquares, constant, fingerprint, null);
  }

  /** Returns the statistics of two parts together. */
  SplitStatistics plus(SplitStatistics other) {
    return new SplitStatistics(
        sum(byClass, other.byClass),
        sum(sum, other.sum),
        sum(sumOfSquares, other.sumOfSquares),
        constant + other.constant,
        fingerprint + other.fingerprint,
        features == null ? null : features.plus(other.features));
  }

  /** Returns the same statistics with all examples in one class. */
  SplitStatistics withoutLabels() {
    return new SplitStatistics(
        new long[] {size()}, sum, sumOfSquares, constant, fingerprint, features);
  }

  private static long[] sum(long[] a, long[] b) {
    long[] sum = new long[a.length];
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  private static long fingerprint(long id) {
    return Seeds.derive(0, id);
  }

  /**
   * Checks that the ids of examples and bad files are 0, 1, … each exactly once, by the sum of
   * their hashes: two different sets of ids have the same sum with probability 2<sup>-64</sup>.
   *
   * @param bad ids of the bad files
   * @throws IllegalStateException if they are not
   */
  SplitStatistics requireWhole(long[] bad) {
    long files = size() + bad.length;
    long expected = LongStream.range(0, files).map(SplitStatistics::fingerprint).sum();
    if (fingerprint + Arrays.stream(bad).map(SplitStatistics::fingerprint).sum() != expected) {
      throw new IllegalStateException(
          Text.format(
              "ids of %d examples must be 0 to %d, each once, found other ids", files, files - 1));
    }
    return this;
  }

  /** Returns the number of examples. */
  long size() {
    return Arrays.stream(byClass).sum();
  }

  /** Returns the number of images of one colour. */
  long constant() {
    return constant;
  }

  /** Returns the number of examples per class. */
  long[] byClass() {
    return byClass.clone();
  }

  /**
   * Returns the mean and standard deviation of byte/255 per channel; a constant channel gets a
   * small standard deviation. Of vectors, returns those of each feature; a constant feature gets
   * the standard deviation 1.
   */
  Normalization normalization(ImageShape shape) {
    if (features != null) {
      return standardisation();
    }
    double pixels = (double) size() * shape.height() * shape.width();
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

  private Normalization standardisation() {
    float[] mean = new float[features.features()];
    float[] std = new float[mean.length];
    for (int feature = 0; feature < mean.length; feature++) {
      mean[feature] = (float) features.mean(feature);
      float deviation = (float) features.deviation(feature);
      std[feature] = deviation > 0 ? deviation : 1;
    }
    return new Normalization(mean, std, ValueType.FLOAT);
  }

  /**
   * Returns the number of examples, in total and per class.
   *
   * @param subset name of the subset, for messages
   * @throws DataException if a class has no examples
   */
  Manifest.Counts counts(String subset, DatasetInfo info) {
    for (int label = 0; label < byClass.length; label++) {
      if (byClass[label] == 0) {
        throw new DataException(
            Text.format(
                "%s: class %d (%s) is empty: expected at least one example of each of %d classes",
                subset, label, info.classes().get(label), info.classes().size()));
      }
    }
    return counts(byClass);
  }

  /** Returns counts per class together with their sum. */
  static Manifest.Counts counts(long[] byClass) {
    return new Manifest.Counts(
        Arrays.stream(byClass).sum(), Arrays.stream(byClass).boxed().toList());
  }
}
