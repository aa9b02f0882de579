package io.lautum.data.read.idx;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.file.StoredFile;
import io.lautum.data.image.ClassNames;
import io.lautum.data.image.ImageShape;
import java.io.Closeable;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * The two files of a subset, both read up to the end of their headers. Labels are unsigned bytes,
 * or rows of 32-bit integers of which the first is the class (QMNIST).
 */
final class IdxPair implements Closeable {
  private static final String LABELS =
      "labels as unsigned bytes in 1 dimension (magic number 0x00000801) or as 32-bit integers in 2"
          + " (magic number 0x00000c02)";

  private final BinaryFile images;
  private final BinaryFile labels;
  private final IdxHeader imageHeader;
  private final IdxHeader labelHeader;
  private final ImageShape stored;

  private IdxPair(BinaryFile images, BinaryFile labels) throws IOException {
    this.images = images;
    this.labels = labels;
    imageHeader = IdxHeader.read(images, IdxHeader.IMAGES);
    stored = imageHeader.imageShape(images);
    labelHeader = IdxHeader.read(labels, LABELS);
    boolean bytes = labelHeader.type() == IdxHeader.UNSIGNED_BYTE && labelHeader.dimensions() == 1;
    boolean rows = labelHeader.type() == IdxHeader.INT && labelHeader.dimensions() <= 2;
    if (!bytes && (!rows || labelColumns() < 1 || labelColumns() > 1 << 10)) {
      throw new DataException(
          Text.format(
              "%s: offset 0: expected %s, found %s",
              labels.path(), LABELS, labelHeader.described()));
    }
    if (labelHeader.count() != count()) {
      throw new DataException(
          Text.format(
              "%s: offset 4: expected %d labels, one per image in %s, found %d",
              labels.path(), count(), images.path(), labelHeader.count()));
    }
    images.expectLength(
        imageHeader.bytes() + (long) count() * stored.size(),
        Text.format("a header of %d and %d images of %s", imageHeader.bytes(), count(), stored));
    labels.expectLength(
        labelHeader.bytes() + (long) count() * labelBytes(),
        Text.format("a header of %d and %d bytes per label", labelHeader.bytes(), labelBytes()));
  }

  /**
   * Opens both files.
   *
   * @throws DataException if a header or the length of an uncompressed file is wrong
   */
  static IdxPair open(Configuration hadoop, StoredFile imageFile, StoredFile labelFile)
      throws IOException {
    BinaryFile images = BinaryFile.open(hadoop, imageFile);
    BinaryFile labels = null;
    try {
      labels = BinaryFile.open(hadoop, labelFile);
      return new IdxPair(images, labels);
    } catch (IOException | RuntimeException e) {
      images.close();
      if (labels != null) {
        labels.close();
      }
      throw e;
    }
  }

  private int labelColumns() {
    return labelHeader.dimensions() == 1 ? 1 : labelHeader.sizes()[1];
  }

  private int labelBytes() {
    return labelHeader.type() == IdxHeader.UNSIGNED_BYTE ? 1 : Integer.BYTES * labelColumns();
  }

  int count() {
    return imageHeader.count();
  }

  /** Returns the shape of the images as they are stored. */
  ImageShape stored() {
    return stored;
  }

  /** Returns whether the channels of a pixel are adjacent in the file. */
  boolean channelsLast() {
    return imageHeader.channelsLast();
  }

  String labelPath() {
    return labels.path();
  }

  /** Moves both files forward to an image and its label. */
  void forwardTo(long row) throws IOException {
    images.forwardTo(imageHeader.bytes() + row * stored.size());
    labels.forwardTo(labelHeader.bytes() + row * labelBytes());
  }

  /**
   * Reads the next label.
   *
   * @param first the label of the first class
   * @param classes number of classes
   * @return class index
   * @throws DataException if the label is outside [first, first + classes)
   */
  int readLabel(int first, int classes) throws IOException {
    long offset = labels.position();
    int label;
    if (labelHeader.type() == IdxHeader.UNSIGNED_BYTE) {
      label = labels.readByte("a label");
    } else {
      label = labels.readInt("a label");
      labels.read(new byte[labelBytes() - Integer.BYTES], "the rest of a label");
    }
    if (label < first || label - first >= classes) {
      throw new DataException(
          Text.format(
              "%s: offset %d: expected a label from %d to %d, found %d",
              labels.path(), offset, first, first + classes - 1, label));
    }
    return label - first;
  }

  /** Returns the largest label of the file, read to its end. */
  int largestLabel() throws IOException {
    int largest = 0;
    for (int i = 0; i < count(); i++) {
      largest = Math.max(largest, readLabel(0, ClassNames.MAX_CLASSES));
    }
    return largest;
  }

  /** Reads the next image as it is stored. */
  byte[] readImage(long row) throws IOException {
    byte[] pixels = new byte[stored.size()];
    images.read(pixels, "image " + row);
    return pixels;
  }

  void expectEndOfImages() throws IOException {
    images.expectEnd();
  }

  void expectEndOfLabels() throws IOException {
    labels.expectEnd();
  }

  @Override
  public void close() throws IOException {
    try (labels) {
      images.close();
    }
  }
}
