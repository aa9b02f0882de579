package io.lautum.training.augmentation;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.random.SplitMix;
import io.lautum.network.input.AxisMap;
import io.lautum.network.input.GaussianNoise;
import io.lautum.network.input.ImageChange;
import io.lautum.network.input.ImageRenderer;
import io.lautum.network.input.LinearMap;

/**
 * Draws random changes to training images, a new one in each pass. It only describes them: the host
 * ({@link ImageRenderer}) or an engine on its device computes the changed images. In this order:
 *
 * <ol>
 *   <li>an affine map about the centre: a linear map {@code I + E}, with the four entries of {@code
 *       E} uniform in {@code [−a, a]}, which combines rotation, scaling, stretching and shearing
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
 * <p>A vector, which has a channel per feature, loses features with the probability {@code
 * feature-dropout}: they become 0, the mean of standardised vectors (as in the corruption of
 * denoising autoencoders, Vincent et al. 2010). Then it gets noise.
 *
 * <p>Not thread-safe.
 */
public final class Augmentation {
  private static final double LARGEST_LOG_ASPECT = Math.log(4.0 / 3);

  private final AugmentationConfig config;
  private final ImageShape shape;
  private SplitMix random;

  /**
   * @param shape shape of the images
   * @param seed seed of all random changes
   */
  public Augmentation(AugmentationConfig config, ImageShape shape, long seed) {
    this.config = config;
    this.shape = shape;
    restart(seed);
  }

  /** Continues like a new object with this seed, or from a {@link #position}. */
  public void restart(long seed) {
    random = new SplitMix(seed);
  }

  /** Returns the position in the random numbers. */
  public long position() {
    return random.state();
  }

  /** Returns the shape of the images. */
  public ImageShape shape() {
    return shape;
  }

  /** Draws the change of the next image. */
  public ImageChange draw() {
    int down = shift();
    int right = shift();
    boolean mirror = config.flip() && random.nextBoolean();
    LinearMap map = config.affine() > 0 ? linearMap(config.affine()) : LinearMap.IDENTITY;
    AxisMap rows = AxisMap.moved(down, false);
    AxisMap columns = AxisMap.moved(right, mirror);
    if (config.crop() < 1) {
      double share = random.nextDouble(config.crop(), 1);
      double stretch = Math.exp(random.nextDouble(-LARGEST_LOG_ASPECT, LARGEST_LOG_ASPECT) / 2);
      rows = cut(rows, share * stretch, shape.height());
      columns = cut(columns, share / stretch, shape.width());
    }
    return new ImageChange(
        map,
        rows,
        columns,
        colours(),
        config.noise() > 0
            ? GaussianNoise.draw(random, config.noise(), shape.size())
            : GaussianNoise.NONE,
        config.cutout() > 0 ? hole() : ImageChange.Rectangle.EMPTY);
  }

  private int shift() {
    return config.shift() == 0 ? 0 : random.nextInt(-config.shift(), config.shift() + 1);
  }

  private LinearMap linearMap(double strength) {
    double rowByRow = 1 + random.nextDouble(-strength, strength);
    double rowByColumn = random.nextDouble(-strength, strength);
    double columnByRow = random.nextDouble(-strength, strength);
    double columnByColumn = 1 + random.nextDouble(-strength, strength);
    return new LinearMap(rowByRow, rowByColumn, columnByRow, columnByColumn);
  }

  private AxisMap cut(AxisMap moved, double share, int size) {
    double extent = size * Math.min(Math.max(share, config.crop()), 1);
    double start = random.nextDouble() * (size - extent);
    return new AxisMap(moved.shift(), moved.mirrored(), start, extent / size);
  }

  private ImageChange.Colours colours() {
    if (config.featureDropout() > 0) {
      return dropped();
    }
    boolean jitters = config.colorJitter() > 0;
    if (!jitters && config.grayscale() == 0) {
      return ImageChange.Colours.UNCHANGED;
    }
    float[] factors = new float[jitters ? shape.channels() : 0];
    float[] offsets = new float[factors.length];
    for (int channel = 0; channel < factors.length; channel++) {
      factors[channel] =
          (float) (1 + random.nextDouble(-config.colorJitter(), config.colorJitter()));
      offsets[channel] = (float) random.nextDouble(-config.colorJitter(), config.colorJitter());
    }
    boolean grey = config.grayscale() > 0 && random.nextDouble() < config.grayscale();
    boolean hasColours = shape.channels() == ImageChange.Colours.LUMINANCE.length;
    return new ImageChange.Colours(factors, offsets, grey && hasColours);
  }

  /** Dropped features take the mean of normalised vectors, 0. */
  private ImageChange.Colours dropped() {
    float[] factors = new float[shape.channels()];
    for (int feature = 0; feature < factors.length; feature++) {
      factors[feature] = random.nextDouble() < config.featureDropout() ? 0 : 1;
    }
    return new ImageChange.Colours(factors, new float[factors.length], false);
  }

  private ImageChange.Rectangle hole() {
    int top = random.nextInt(shape.height()) - config.cutout() / 2;
    int left = random.nextInt(shape.width()) - config.cutout() / 2;
    return new ImageChange.Rectangle(
        Math.max(top, 0),
        (int) Math.min((long) top + config.cutout(), shape.height()),
        Math.max(left, 0),
        (int) Math.min((long) left + config.cutout(), shape.width()));
  }
}
