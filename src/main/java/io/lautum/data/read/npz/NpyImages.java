package io.lautum.data.read.npz;

import io.lautum.data.file.BinaryFile;
import io.lautum.data.image.ImageShape;
import java.io.Closeable;
import java.io.IOException;

/** The images of a range of rows of an array, with the channels first. */
final class NpyImages implements Closeable {
  private final BinaryFile array;
  private final ImageShape shape;

  /** The images of the range if they are stored in Fortran's order, otherwise null. */
  private final byte[][] gathered;

  private int row;

  private NpyImages(BinaryFile array, ImageShape shape, byte[][] gathered) {
    this.array = array;
    this.shape = shape;
    this.gathered = gathered;
  }

  /**
   * Opens the images of rows [from, to).
   *
   * @param array the file, read up to the end of its header
   */
  static NpyImages open(BinaryFile array, NpyHeader header, ImageShape shape, int from, int to)
      throws IOException {
    if (header.fortran() && header.shape()[0] > 1) {
      return new NpyImages(array, shape, gather(array, header.shape()[0], shape, from, to));
    }
    array.forwardTo(header.bytes() + (long) from * shape.size());
    return new NpyImages(array, shape, null);
  }

  /** Reads all rows' values of one pixel and channel after the other; rows vary fastest. */
  private static byte[][] gather(BinaryFile array, int rows, ImageShape shape, int from, int to)
      throws IOException {
    byte[][] images = new byte[to - from][shape.size()];
    byte[] values = new byte[rows];
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (int column = 0; column < shape.width(); column++) {
        for (int line = 0; line < shape.height(); line++) {
          array.read(values, "the values of a pixel");
          int pixel = (channel * shape.height() + line) * shape.width() + column;
          for (int i = from; i < to; i++) {
            images[i - from][pixel] = values[i];
          }
        }
      }
    }
    return images;
  }

  /** Returns the next image of the range. */
  byte[] next() throws IOException {
    if (gathered != null) {
      return gathered[row++];
    }
    byte[] stored = new byte[shape.size()];
    array.read(stored, "image " + row++);
    if (shape.channels() == 1) {
      return stored;
    }
    byte[] pixels = new byte[stored.length];
    int plane = shape.height() * shape.width();
    for (int i = 0; i < stored.length; i++) {
      pixels[i % shape.channels() * plane + i / shape.channels()] = stored[i];
    }
    return pixels;
  }

  @Override
  public void close() throws IOException {
    array.close();
  }
}
