package io.lautum.data.read.npz;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.BinaryFile;
import io.lautum.data.image.ClassNames;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.ClassChoice;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Example;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.LookaheadExamples;
import io.lautum.data.read.Slice;
import io.lautum.data.read.Split;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads datasets in numpy's {@code .npz} archives ({@link NpzFile}): images of unsigned bytes as
 * {@code (n, height, width)} or {@code (n, height, width, channels)}, and labels as whole numbers
 * of any size and byte order, {@code (n)} or {@code (n, 1)}.
 *
 * <p>A slice is a contiguous range of images. An array in Fortran's order, which has the values of
 * an image far apart, is read whole for each slice, of which only the slice stays in memory.
 */
public final class NpzReader implements DatasetReader {
  /** More images than any archive that fits on one disk. */
  private static final int MOST_IMAGES = 1 << 24;

  private final String path;
  private final List<String> chosen;
  private volatile DatasetInfo info;

  /**
   * Creates a reader of an archive, or of a folder with one archive.
   *
   * @param classes class names by label; the numbers from 0 to the largest label if empty
   * @throws io.lautum.UserException if a class is named twice
   */
  public NpzReader(String path, List<String> classes) {
    this.path = path;
    this.chosen = new ClassChoice(classes).wanted();
  }

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    if (info == null) {
      NpzFile file = NpzFile.find(hadoop, path);
      int[] train = labels(hadoop, file, Split.TRAIN);
      int largest = IntStream.of(train).max().orElseThrow();
      List<String> classes =
          chosen.isEmpty()
              ? IntStream.rangeClosed(0, largest).mapToObj(Integer::toString).toList()
              : chosen;
      for (Split subset : Split.values()) {
        check(file, subset, subset == Split.TRAIN ? train : labels(hadoop, file, subset), classes);
      }
      ImageShape shape = shape(hadoop, file, Split.TRAIN, train.length);
      ImageShape test = shape(hadoop, file, Split.TEST, labels(hadoop, file, Split.TEST).length);
      if (!shape.equals(test)) {
        throw new DataException(
            Text.format(
                "%s: expected test images of the training images' shape %s, found %s",
                path, shape, test));
      }
      info = new DatasetInfo(shape, classes, file.notes());
    }
    return info;
  }

  private static void check(NpzFile file, Split subset, int[] labels, List<String> classes) {
    long[] counts = new long[classes.size()];
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] >= counts.length) {
        throw new DataException(
            Text.format(
                "%s: %s label %d: expected a label from 0 to %d, found %d",
                file.path(), file.part(subset), i, counts.length - 1, labels[i]));
      }
      counts[labels[i]]++;
    }
    for (int label = 0; label < counts.length; label++) {
      if (subset == Split.TRAIN && counts[label] == 0) {
        throw new DataException(
            Text.format(
                "%s: expected at least one training example of class %d (%s), found none",
                file.path(), label, classes.get(label)));
      }
    }
  }

  private static int[] labels(Configuration hadoop, NpzFile file, Split subset) throws IOException {
    try (BinaryFile array = file.open(hadoop, subset, true)) {
      NpyHeader header = NpyHeader.read(array);
      int[] shape = header.shape();
      boolean single = shape.length == 1 || shape.length == 2 && shape[1] == 1;
      if (!single || shape[0] < 1 || shape[0] > MOST_IMAGES || !header.wholeNumbers()) {
        throw new DataException(
            Text.format(
                "%s: expected one whole number per image, (n) or (n, 1), found %s%s",
                array.path(),
                header.described(),
                shape.length == 2 ? "; several labels per image are not supported" : ""));
      }
      int[] labels = new int[shape[0]];
      byte[] value = new byte[header.itemSize()];
      for (int i = 0; i < labels.length; i++) {
        array.read(value, "label " + i);
        labels[i] = label(array, header, value, i);
      }
      return labels;
    }
  }

  private static int label(BinaryFile array, NpyHeader header, byte[] value, int row) {
    boolean signed = header.type().startsWith("i");
    int first = header.bigEndian() ? 0 : value.length - 1;
    long label = signed ? value[first] : value[first] & 0xff;
    for (int i = 1; i < value.length; i++) {
      label = label << Byte.SIZE | value[header.bigEndian() ? i : value.length - 1 - i] & 0xff;
    }
    if (label < 0 || label >= ClassNames.MAX_CLASSES) {
      throw new DataException(
          Text.format(
              "%s: label %d: expected a label from 0 to %d, found %d",
              array.path(), row, ClassNames.MAX_CLASSES - 1, label));
    }
    return (int) label;
  }

  private static ImageShape shape(Configuration hadoop, NpzFile file, Split subset, int labels)
      throws IOException {
    try (BinaryFile array = file.open(hadoop, subset, false)) {
      return shape(array, NpyHeader.read(array), labels);
    }
  }

  private static ImageShape shape(BinaryFile array, NpyHeader header, int labels) {
    int[] shape = header.shape();
    boolean colour = shape.length == 4 && (shape[3] == 1 || shape[3] == 3);
    if (!header.type().equals("u1") || shape.length != 3 && !colour) {
      throw new DataException(
          Text.format(
                  "%s: expected images of unsigned bytes (u1), (n, height, width) or with 1 or 3"
                      + " channels",
                  array.path())
              + " at the end, found "
              + header.described());
    }
    if (shape[0] != labels) {
      throw new DataException(
          Text.format(
              "%s: expected %d images, one per label, found %d", array.path(), labels, shape[0]));
    }
    if (shape[1] < 1 || shape[2] < 1 || (long) shape[1] * shape[2] > ImageDecoder.MAX_PIXELS) {
      throw new DataException(
          Text.format(
              "%s: expected images of 1 to %d pixels, found %d x %d",
              array.path(), ImageDecoder.MAX_PIXELS, shape[1], shape[2]));
    }
    return new ImageShape(colour ? shape[3] : 1, shape[1], shape[2]);
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    Slice part = new Slice(slice, slices);
    ImageShape shape = info(hadoop).shape();
    NpzFile file = NpzFile.find(hadoop, path);
    int[] labels = labels(hadoop, file, subset);
    int from = (int) part.from(labels.length);
    int to = (int) part.to(labels.length);
    BinaryFile array = file.open(hadoop, subset, false);
    try {
      NpyHeader header = NpyHeader.read(array);
      NpyImages images = NpyImages.open(array, header, shape, from, to);
      return new NpzExamples(images, Arrays.copyOfRange(labels, from, to), from);
    } catch (IOException | RuntimeException e) {
      array.close();
      throw e;
    }
  }

  private static final class NpzExamples extends LookaheadExamples {
    private final NpyImages images;
    private final int[] labels;
    private final int from;
    private int row;

    private NpzExamples(NpyImages images, int[] labels, int from) {
      this.images = images;
      this.labels = labels;
      this.from = from;
    }

    @Override
    protected Example advance() throws IOException {
      if (row == labels.length) {
        return null;
      }
      byte[] pixels = images.next();
      return new Example(from + row, labels[row++], pixels);
    }

    @Override
    public void close() throws IOException {
      images.close();
    }
  }
}
