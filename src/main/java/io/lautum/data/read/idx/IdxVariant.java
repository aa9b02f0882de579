package io.lautum.data.read.idx;

import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetNote;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The published datasets in the IDX format whose files differ from MNIST's, by the start of the
 * files' names. EMNIST (Cohen et al. 2017) stores each image transposed.
 *
 * @param transposed whether rows and columns are exchanged
 * @param firstLabel label of the first class
 * @param classes names of the classes; empty for the numbers from 0 to the largest label
 */
record IdxVariant(boolean transposed, int firstLabel, List<String> classes) {
  private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  private static final String DIGITS = "0123456789";

  /** Returns the variant of files whose names start with {@code prefix}. */
  static IdxVariant of(String prefix) {
    String name = prefix.toLowerCase(Locale.ROOT);
    if (!name.startsWith("emnist")) {
      return new IdxVariant(false, 0, List.of());
    }
    if (name.endsWith("letters")) {
      return new IdxVariant(true, 1, characters(UPPER));
    }
    if (name.endsWith("byclass")) {
      return new IdxVariant(true, 0, characters(DIGITS + UPPER + UPPER.toLowerCase(Locale.ROOT)));
    }
    if (name.endsWith("bymerge") || name.endsWith("balanced")) {
      // Lower-case letters that look like their capitals are in the capitals' classes.
      return new IdxVariant(true, 0, characters(DIGITS + UPPER + "abdefghnqrt"));
    }
    return new IdxVariant(true, 0, characters(DIGITS));
  }

  private static List<String> characters(String text) {
    return text.chars().mapToObj(Character::toString).toList();
  }

  /**
   * Returns the names of the classes.
   *
   * @param largest the largest label of the training set
   */
  List<String> names(int largest) {
    return classes.isEmpty()
        ? IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList()
        : classes;
  }

  /** Returns what is done because of the name {@code prefix}. */
  List<DatasetNote> notes(String prefix) {
    if (!transposed) {
      return List.of();
    }
    return List.of(
        DatasetNote.of(
            "files named %s: rows and columns of each image are exchanged%s",
            prefix, firstLabel == 0 ? "" : ", and labels count from " + firstLabel));
  }

  /** Returns the shape of the images in the order in which {@link #pixels} returns them. */
  ImageShape shape(ImageShape stored) {
    return transposed ? new ImageShape(stored.channels(), stored.width(), stored.height()) : stored;
  }

  /**
   * Returns the pixels in the order channel, row, column.
   *
   * @param stored bytes of the file
   * @param shape shape of the stored image
   * @param last whether the channels of a pixel are adjacent in the file
   */
  byte[] pixels(byte[] stored, ImageShape shape, boolean last) {
    int channels = shape.channels();
    if (!transposed && (!last || channels == 1)) {
      return stored;
    }
    byte[] pixels = new byte[stored.length];
    int plane = shape.height() * shape.width();
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < plane; i++) {
        int position = i;
        if (transposed) {
          position = i % shape.width() * shape.height() + i / shape.width();
        }
        pixels[channel * plane + position] =
            stored[last ? i * channels + channel : channel * plane + i];
      }
    }
    return pixels;
  }
}
