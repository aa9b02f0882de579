package io.lautum.data.read;

import io.lautum.DataException;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageShape;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads a folder of IDX files, the format of MNIST (LeCun, Cortes and Burges): {@code
 * train-images-idx3-ubyte} and {@code train-labels-idx1-ubyte}, and the same with {@code t10k} for
 * the test set, each plain or {@code .gz}. The spelling {@code train-images.idx3-ubyte} is accepted
 * too. Images have one channel.
 *
 * <p>A slice is a contiguous range of images. Its start is reached by a seek in plain files and by
 * decompression of the preceding content in compressed ones.
 */
public final class IdxReader implements DatasetReader {
  private static final int IMAGES_MAGIC = 0x00000803;
  private static final int LABELS_MAGIC = 0x00000801;
  private static final int IMAGES_HEADER = 16;
  private static final int LABELS_HEADER = 8;

  private final String folder;
  private final List<String> classes;

  /**
   * Creates a reader of the files in {@code folder}.
   *
   * @param classes class names by label; ten classes {@code 0} to {@code 9} if empty
   * @throws io.lautum.UserException if a class is named twice
   */
  public IdxReader(String folder, List<String> classes) {
    this.folder = folder;
    this.classes =
        classes.isEmpty()
            ? IntStream.range(0, 10).mapToObj(Integer::toString).toList()
            : new ClassChoice(classes).wanted();
  }

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    ImageShape train = check(hadoop, Split.TRAIN);
    ImageShape test = check(hadoop, Split.TEST);
    if (!train.equals(test)) {
      throw new DataException(
          "%s: expected test images of the training images' shape %s, found %s"
              .formatted(folder, train, test));
    }
    return new DatasetInfo(train, classes);
  }

  @Override
  public Examples read(Configuration hadoop, Split subset, int slice, int slices)
      throws IOException {
    Slice part = new Slice(slice, slices);
    IdxPair pair = open(hadoop, subset);
    try {
      pair.images().forwardTo(IMAGES_HEADER + part.from(pair.count()) * pair.shape().size());
      pair.labels().forwardTo(LABELS_HEADER + part.from(pair.count()));
    } catch (IOException | RuntimeException e) {
      pair.close();
      throw e;
    }
    return new IdxExamples(pair, part, classes.size());
  }

  private ImageShape check(Configuration hadoop, Split subset) throws IOException {
    try (IdxPair pair = open(hadoop, subset)) {
      long[] counts = new long[classes.size()];
      for (int i = 0; i < pair.count(); i++) {
        counts[label(pair.labels(), classes.size())]++;
      }
      pair.labels().expectEnd();
      for (int label = 0; label < counts.length; label++) {
        if (subset == Split.TRAIN && counts[label] == 0) {
          throw new DataException(
              "%s: expected at least one training example of class %d (%s), found none"
                  .formatted(pair.labels().path(), label, classes.get(label)));
        }
      }
      return pair.shape();
    }
  }

  private IdxPair open(Configuration hadoop, Split subset) throws IOException {
    String prefix = subset == Split.TRAIN ? "train" : "t10k";
    BinaryFile images = BinaryFile.open(hadoop, find(hadoop, prefix + "-images", "idx3-ubyte"));
    BinaryFile labels = null;
    try {
      labels = BinaryFile.open(hadoop, find(hadoop, prefix + "-labels", "idx1-ubyte"));
      return headers(images, labels);
    } catch (IOException | RuntimeException e) {
      images.close();
      if (labels != null) {
        labels.close();
      }
      throw e;
    }
  }

  private Path find(Configuration hadoop, String stem, String type) throws IOException {
    Path parent = new Path(folder);
    FileSystem fileSystem = parent.getFileSystem(hadoop);
    List<String> names =
        List.of(
            stem + "-" + type,
            stem + "." + type,
            stem + "-" + type + ".gz",
            stem + "." + type + ".gz");
    for (String name : names) {
      Path path = new Path(parent, name);
      if (fileSystem.exists(path)) {
        return path;
      }
    }
    throw new DataException("%s: expected one of %s, found none".formatted(folder, names));
  }

  private static IdxPair headers(BinaryFile images, BinaryFile labels) throws IOException {
    int count = countAfterMagic(images, IMAGES_MAGIC);
    int rows = images.readInt("the number of rows");
    int columns = images.readInt("the number of columns");
    if (rows < 1 || columns < 1 || (long) rows * columns > ImageDecoder.MAX_PIXELS) {
      throw new DataException(
          "%s: offset 8: expected rows and columns of 1 to %d pixels in all, found %d and %d"
              .formatted(images.path(), ImageDecoder.MAX_PIXELS, rows, columns));
    }
    int labelled = countAfterMagic(labels, LABELS_MAGIC);
    if (labelled != count) {
      throw new DataException(
          "%s: offset 4: expected %d labels, one per image in %s, found %d"
              .formatted(labels.path(), count, images.path().getName(), labelled));
    }
    images.expectLength(
        IMAGES_HEADER + (long) count * rows * columns,
        "a header of %d and %d images of %dx%d".formatted(IMAGES_HEADER, count, rows, columns));
    labels.expectLength(
        LABELS_HEADER + (long) count,
        "a header of %d and one byte per label".formatted(LABELS_HEADER));
    return new IdxPair(images, labels, count, new ImageShape(1, rows, columns));
  }

  private static int countAfterMagic(BinaryFile file, int magic) throws IOException {
    int found = file.readInt("the magic number");
    if (found != magic) {
      throw new DataException(
          "%s: offset 0: expected the magic number 0x%08x, found 0x%08x"
              .formatted(file.path(), magic, found));
    }
    int count = file.readInt("the number of items");
    if (count < 1) {
      throw new DataException(
          "%s: offset 4: expected at least 1 item, found %d".formatted(file.path(), count));
    }
    return count;
  }

  private static int label(BinaryFile labels, int classes) throws IOException {
    long offset = labels.position();
    int label = labels.readByte("a label");
    if (label >= classes) {
      throw new DataException(
          "%s: offset %d: expected a label from 0 to %d, found %d"
              .formatted(labels.path(), offset, classes - 1, label));
    }
    return label;
  }

  /** The two files of a subset, both read up to the end of their headers. */
  private record IdxPair(BinaryFile images, BinaryFile labels, int count, ImageShape shape)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try (labels) {
        images.close();
      }
    }
  }

  private static final class IdxExamples extends LookaheadExamples {
    private final IdxPair pair;
    private final int classes;
    private final boolean last;
    private final long to;
    private long row;

    private IdxExamples(IdxPair pair, Slice slice, int classes) {
      this.pair = pair;
      this.classes = classes;
      this.last = slice.isLast();
      this.row = slice.from(pair.count());
      this.to = slice.to(pair.count());
    }

    @Override
    protected Example advance() throws IOException {
      if (row == to) {
        if (last) {
          pair.images().expectEnd();
          pair.labels().expectEnd();
        }
        return null;
      }
      byte[] pixels = new byte[pair.shape().size()];
      pair.images().read(pixels, "image " + row);
      return new Example(row++, label(pair.labels(), classes), pixels);
    }

    @Override
    public void close() throws IOException {
      pair.close();
    }
  }
}
