package io.lautum.data.read.images;

import io.lautum.DataException;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageShape;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/**
 * The shapes of about {@value #SIZE} images of a dataset, which the hashes of their paths select,
 * so that the result does not depend on the images' order.
 */
public final class ShapeSample implements Closeable {
  /** Approximate number of images in the sample. */
  public static final int SIZE = 1000;

  private final ImageDecoder decoder = new ImageDecoder();
  private final List<ImageShape> shapes = new ArrayList<>();
  private final double share;
  private long smallest = Long.MAX_VALUE;

  /**
   * Creates a sample.
   *
   * @param images an upper bound of the number of images
   */
  public ShapeSample(long images) {
    share = (double) SIZE / Math.max(SIZE, images);
  }

  /** Reads a file. */
  @FunctionalInterface
  public interface Content {
    byte[] read() throws IOException;
  }

  /**
   * Adds an image if it belongs to the sample. An image that is not intact is left out.
   *
   * @param path path relative to the dataset, which determines the choice
   * @param name path for messages
   */
  void add(String path, String name, Content content) throws IOException {
    long hash = TestShare.hash(0, path) >>> 1;
    // The smallest hash so far keeps the sample of a few among many images from being empty.
    if (hash > share * Long.MAX_VALUE && hash >= smallest) {
      return;
    }
    if (addFirst(name, content)) {
      smallest = Math.min(smallest, hash);
    }
  }

  /**
   * Adds an image with any path. An image that is not intact is left out.
   *
   * @return whether the image is intact
   */
  public boolean addFirst(String name, Content content) throws IOException {
    try {
      shapes.add(decoder.shape(name, content.read()));
      return true;
    } catch (DataException e) {
      return false;
    }
  }

  /** Adds the shape of an image that needs no decoding. */
  public void add(ImageShape shape) {
    shapes.add(shape);
  }

  /**
   * Returns the common shape of all images, or for several shapes the median height, the median
   * width (the lower ones) and the largest number of channels. Empty if no image of the sample is
   * intact.
   */
  public Optional<ImageShape> typical() {
    if (shapes.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new ImageShape(
            sorted(ImageShape::channels).get(shapes.size() - 1),
            sorted(ImageShape::height).get((shapes.size() - 1) / 2),
            sorted(ImageShape::width).get((shapes.size() - 1) / 2)));
  }

  private List<Integer> sorted(ToIntFunction<ImageShape> dimension) {
    return shapes.stream().mapToInt(dimension).sorted().boxed().toList();
  }

  @Override
  public void close() {
    decoder.close();
  }
}
