package io.lautum.data.image;

import io.lautum.Text;
import java.io.Serializable;

/**
 * Turns stored values into network input, per channel: (byte/255 − mean) / standard deviation for
 * unsigned bytes, (x − mean) / standard deviation for floats, and 0 for a float that is missing.
 *
 * @param mean mean of byte/255, or of the floats, over a dataset's training examples, one value per
 *     channel
 * @param std positive standard deviation of the same, one value per channel
 * @param values type of the stored values; bytes if it is null
 * @throws IllegalArgumentException if the lengths differ, a mean is not finite, or a standard
 *     deviation is not finite and positive
 */
public record Normalization(float[] mean, float[] std, ValueType values) implements Serializable {
  private static final int LEVELS = 256;

  public Normalization {
    if (mean.length != std.length || mean.length == 0) {
      throw new IllegalArgumentException(
          Text.format(
              "one mean and one standard deviation per channel, got [%d] and [%d]",
              mean.length, std.length));
    }
    for (int channel = 0; channel < mean.length; channel++) {
      if (!Float.isFinite(mean[channel]) || !(std[channel] > 0 && Float.isFinite(std[channel]))) {
        throw new IllegalArgumentException(
            Text.format(
                "a finite mean and a positive standard deviation, got [%s] and [%s] for channel"
                    + " [%d]",
                mean[channel], std[channel], channel));
      }
    }
    mean = mean.clone();
    std = std.clone();
    values = values == null ? ValueType.BYTE : values;
  }

  /** Creates the normalisation of unsigned bytes. */
  public Normalization(float[] mean, float[] std) {
    this(mean, std, ValueType.BYTE);
  }

  @Override
  public float[] mean() {
    return mean.clone();
  }

  @Override
  public float[] std() {
    return std.clone();
  }

  /** Returns whether the examples are vectors of floats, which have no pictures. */
  public boolean ofVectors() {
    return values == ValueType.FLOAT;
  }

  /**
   * Returns the function for examples of a shape.
   *
   * @throws IllegalArgumentException if the numbers of channels differ
   */
  public Table table(ImageShape shape) {
    if (shape.channels() != mean.length) {
      throw new IllegalArgumentException(
          Text.format(
              "images have [%d] channels, the normalisation [%d]", shape.channels(), mean.length));
    }
    return values == ValueType.FLOAT ? new Standardised(mean, std, shape) : levels(shape);
  }

  private Table levels(ImageShape shape) {
    float[][] levels = new float[mean.length][LEVELS];
    for (int channel = 0; channel < mean.length; channel++) {
      for (int level = 0; level < LEVELS; level++) {
        levels[channel][level] = (level / 255f - mean[channel]) / std[channel];
      }
    }
    return new Levels(levels, shape.height() * shape.width());
  }

  /** Normalises examples of one shape: the only place that gives stored bytes a meaning. */
  public abstract static sealed class Table implements Serializable {
    private final int size;

    private Table(int size) {
      this.size = size;
    }

    /** Returns the type of the stored values. */
    public abstract ValueType values();

    abstract void normalise(byte[] stored, float[] output, int offset);

    /**
     * Writes one example (channels x height x width) to {@code output}, starting at {@code offset}.
     */
    public final void apply(byte[] stored, float[] output, int offset) {
      if (stored.length != size * values().bytes()) {
        throw new IllegalArgumentException(
            Text.format(
                "images have [%d] bytes, got one of [%d]", size * values().bytes(), stored.length));
      }
      normalise(stored, output, offset);
    }

    /** Returns one normalised example. */
    public final float[] apply(byte[] stored) {
      float[] output = new float[size];
      apply(stored, output, 0);
      return output;
    }

    /**
     * Returns the normalised value of each byte, channels x 256, row-major.
     *
     * @throws IllegalStateException if the stored values are floats
     */
    public abstract float[] levels();
  }

  /** Normalises unsigned bytes by look-up, so that each value costs only that. */
  private static final class Levels extends Table {
    private final float[][] values;
    private final int plane;

    private Levels(float[][] values, int plane) {
      super(values.length * plane);
      this.values = values;
      this.plane = plane;
    }

    @Override
    public ValueType values() {
      return ValueType.BYTE;
    }

    @Override
    void normalise(byte[] pixels, float[] output, int offset) {
      for (int channel = 0; channel < values.length; channel++) {
        float[] level = values[channel];
        for (int i = channel * plane; i < (channel + 1) * plane; i++) {
          output[offset + i] = level[pixels[i] & 0xff];
        }
      }
    }

    @Override
    public float[] levels() {
      float[] levels = new float[values.length * LEVELS];
      for (int channel = 0; channel < values.length; channel++) {
        System.arraycopy(values[channel], 0, levels, channel * LEVELS, LEVELS);
      }
      return levels;
    }
  }

  /** Normalises floats. */
  private static final class Standardised extends Table {
    private final float[] mean;
    private final float[] std;
    private final int plane;

    private Standardised(float[] mean, float[] std, ImageShape shape) {
      super(shape.size());
      this.mean = mean;
      this.std = std;
      this.plane = shape.height() * shape.width();
    }

    @Override
    public ValueType values() {
      return ValueType.FLOAT;
    }

    @Override
    void normalise(byte[] stored, float[] output, int offset) {
      for (int i = 0; i < mean.length * plane; i++) {
        float value = FloatVector.value(stored, i);
        int channel = i / plane;
        output[offset + i] = Float.isNaN(value) ? 0 : (value - mean[channel]) / std[channel];
      }
    }

    @Override
    public float[] levels() {
      throw new IllegalStateException("floats have no levels");
    }
  }
}
