package io.lautum.training.augmentation;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.AugmentationConfig;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Random changes to training images, drawn again in each pass, in this order:
 *
 * <ol>
 *   <li>an affine map about the centre ({@link AffineMap})
 *   <li>a crop: a random box, stretched to the image's size by bilinear interpolation. Its sides
 *       are {@code s√a} and {@code s/√a} of the image's, but at least {@code crop} and at most 1,
 *       with {@code s} uniform in {@code [crop, 1]} and {@code a} log-uniform in {@code [¾, 4/3]},
 *       the aspects of Szegedy et al. (arXiv 1409.4842)
 *   <li>a shift by whole pixels; uncovered pixels take the value of the nearest edge
 *   <li>a horizontal mirror
 *   <li>color jitter: each channel times a number in {@code [1 − j, 1 + j]} plus one in {@code [−j,
 *       j]}, both uniform
 *   <li>grey: with the probability {@code grayscale} all three channels take the luminance 0.299 R
 *       + 0.587 G + 0.114 B of the normalised image (ITU-R BT.601); images of another number of
 *       channels stay as they are
 *   <li>Gaussian noise
 *   <li>cutout (DeVries &amp; Taylor, arXiv 1708.04552): a square of zeros, the mean of normalised
 *       images, in all channels, whose centre is any pixel, so that part of it may lie outside
 * </ol>
 *
 * <p>Allocates no memory per image. Not thread-safe.
 */
public final class Augmentation {
  private static final double LARGEST_LOG_ASPECT = Math.log(4.0 / 3);

  /** Weights of red, green and blue. */
  private static final float[] LUMINANCE = {0.299f, 0.587f, 0.114f};

  private final AugmentationConfig config;
  private final ImageShape shape;
  private final Axis rows;
  private final Axis columns;
  private final AffineMap affine;
  private SplittableRandom random;

  /**
   * @param shape shape of the images
   * @param seed seed of all random changes
   */
  public Augmentation(AugmentationConfig config, ImageShape shape, long seed) {
    this.config = config;
    this.shape = shape;
    rows = new Axis(shape.height());
    columns = new Axis(shape.width());
    affine = new AffineMap(shape, config.affine());
    restart(seed);
  }

  /** Continues like a new object with this seed. */
  public void restart(long seed) {
    random = new SplittableRandom(seed);
  }

  /**
   * Writes an augmented copy of one normalised image (channels x height x width).
   *
   * @param offset offset in {@code output} of the copy's first value
   */
  public void apply(float[] image, float[] output, int offset) {
    int down = shift();
    int right = shift();
    boolean mirror = config.flip() && random.nextBoolean();
    float[] input = config.affine() > 0 ? affine.apply(image, random) : image;
    if (config.crop() < 1) {
      double share = random.nextDouble(config.crop(), 1);
      double stretch = Math.exp(random.nextDouble(-LARGEST_LOG_ASPECT, LARGEST_LOG_ASPECT) / 2);
      cut(rows, share * stretch, down, false);
      cut(columns, share / stretch, right, mirror);
      interpolate(input, output, offset);
    } else {
      rows.move(down, false);
      columns.move(right, mirror);
      copy(input, output, offset);
    }
    if (config.colorJitter() > 0) {
      jitter(output, offset);
    }
    if (config.grayscale() > 0 && random.nextDouble() < config.grayscale()) {
      removeColours(output, offset);
    }
    if (config.noise() > 0) {
      for (int i = offset; i < offset + shape.size(); i++) {
        output[i] += (float) (config.noise() * random.nextGaussian());
      }
    }
    if (config.cutout() > 0) {
      cutOut(output, offset);
    }
  }

  private int shift() {
    return config.shift() == 0 ? 0 : random.nextInt(-config.shift(), config.shift() + 1);
  }

  private void cut(Axis axis, double share, int shift, boolean mirror) {
    int size = axis.low.length;
    double extent = size * Math.min(Math.max(share, config.crop()), 1);
    axis.cut(random.nextDouble() * (size - extent), extent, shift, mirror);
  }

  private void copy(float[] image, float[] output, int offset) {
    int out = offset;
    for (int channel = 0; channel < shape.channels(); channel++) {
      int plane = channel * rows.low.length * columns.low.length;
      for (int y : rows.low) {
        int row = plane + y * columns.low.length;
        for (int x : columns.low) {
          output[out++] = image[row + x];
        }
      }
    }
  }

  private void interpolate(float[] image, float[] output, int offset) {
    int height = rows.low.length;
    int width = columns.low.length;
    int out = offset;
    for (int channel = 0; channel < shape.channels(); channel++) {
      int plane = channel * height * width;
      for (int y = 0; y < height; y++) {
        int upper = plane + rows.low[y] * width;
        int lower = plane + rows.high[y] * width;
        float down = rows.weight[y];
        for (int x = 0; x < width; x++) {
          output[out++] =
              Bilinear.at(
                  image, upper, lower, columns.low[x], columns.high[x], down, columns.weight[x]);
        }
      }
    }
  }

  private void jitter(float[] output, int offset) {
    int plane = shape.height() * shape.width();
    for (int from = offset; from < offset + shape.size(); from += plane) {
      float factor = (float) (1 + random.nextDouble(-config.colorJitter(), config.colorJitter()));
      float shift = (float) random.nextDouble(-config.colorJitter(), config.colorJitter());
      for (int i = from; i < from + plane; i++) {
        output[i] = factor * output[i] + shift;
      }
    }
  }

  private void removeColours(float[] output, int offset) {
    if (shape.channels() != LUMINANCE.length) {
      return;
    }
    int plane = shape.height() * shape.width();
    for (int pixel = offset; pixel < offset + plane; pixel++) {
      float luminance = 0;
      for (int channel = 0; channel < LUMINANCE.length; channel++) {
        luminance += LUMINANCE[channel] * output[pixel + channel * plane];
      }
      for (int channel = 0; channel < LUMINANCE.length; channel++) {
        output[pixel + channel * plane] = luminance;
      }
    }
  }

  private void cutOut(float[] output, int offset) {
    int top = random.nextInt(shape.height()) - config.cutout() / 2;
    int left = random.nextInt(shape.width()) - config.cutout() / 2;
    int firstColumn = Math.max(left, 0);
    int columnsEnd = (int) Math.min((long) left + config.cutout(), shape.width());
    int rowsEnd = (int) Math.min((long) top + config.cutout(), shape.height());
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int y = Math.max(top, 0); y < rowsEnd; y++) {
        int row = offset + (channel * shape.height() + y) * shape.width();
        Arrays.fill(output, row + firstColumn, row + columnsEnd, 0);
      }
    }
  }
}
