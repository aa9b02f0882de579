package io.lautum.data.read.idx;

import io.lautum.DataException;
import io.lautum.Text;
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
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads a folder of IDX files, the format of MNIST (LeCun, Cortes and Burges), in the spellings of
 * {@link IdxFiles}, and its relatives EMNIST ({@link IdxVariant}) and QMNIST. Images have one
 * channel, or three in a fourth dimension.
 *
 * <p>A slice is a contiguous range of images. Its start is reached by a seek in plain files and by
 * decompression of the preceding content in compressed ones.
 */
public final class IdxReader implements DatasetReader {
  private final String folder;
  private final List<String> chosen;
  private volatile Located located;

  /**
   * Creates a reader of the files in {@code folder}.
   *
   * @param classes class names by label; if empty, those of the dataset that the files' names start
   *     with, otherwise the numbers from 0 to the largest label of the training set
   * @throws io.lautum.UserException if a class is named twice
   */
  public IdxReader(String folder, List<String> classes) {
    this.folder = folder;
    this.chosen = new ClassChoice(classes).wanted();
  }

  /** The files, found once, and what they contain. */
  private record Located(IdxFiles files, DatasetInfo info) implements Serializable {}

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    return located(hadoop).info();
  }

  private Located located(Configuration hadoop) throws IOException {
    if (located == null) {
      IdxFiles files = IdxFiles.find(hadoop, folder);
      IdxVariant variant = IdxVariant.of(files.prefix());
      List<String> classes = chosen.isEmpty() ? classes(hadoop, files, variant) : chosen;
      ImageShape train = check(hadoop, files, Split.TRAIN, variant, classes);
      ImageShape test = check(hadoop, files, Split.TEST, variant, classes);
      if (!train.equals(test)) {
        throw new DataException(
            Text.format(
                "%s: expected test images of the training images' shape %s, found %s",
                folder, train, test));
      }
      located = new Located(files, new DatasetInfo(train, classes, variant.notes(files.prefix())));
    }
    return located;
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    Slice part = new Slice(slice, slices);
    int classes = info(hadoop).classes().size();
    IdxFiles files = located(hadoop).files();
    IdxPair pair = IdxPair.open(hadoop, files.images(subset), files.labels(subset));
    try {
      pair.forwardTo(part.from(pair.count()));
    } catch (IOException | RuntimeException e) {
      pair.close();
      throw e;
    }
    return new IdxExamples(pair, part, IdxVariant.of(files.prefix()), classes);
  }

  private static List<String> classes(Configuration hadoop, IdxFiles files, IdxVariant variant)
      throws IOException {
    if (!variant.classes().isEmpty()) {
      return variant.classes();
    }
    try (IdxPair pair =
        IdxPair.open(hadoop, files.images(Split.TRAIN), files.labels(Split.TRAIN))) {
      return variant.names(pair.largestLabel());
    }
  }

  private static ImageShape check(
      Configuration hadoop, IdxFiles files, Split subset, IdxVariant variant, List<String> classes)
      throws IOException {
    try (IdxPair pair = IdxPair.open(hadoop, files.images(subset), files.labels(subset))) {
      long[] counts = new long[classes.size()];
      for (int i = 0; i < pair.count(); i++) {
        counts[pair.readLabel(variant.firstLabel(), classes.size())]++;
      }
      pair.expectEndOfLabels();
      for (int label = 0; label < counts.length; label++) {
        if (subset == Split.TRAIN && counts[label] == 0) {
          throw new DataException(
              Text.format(
                  "%s: expected at least one training example of class %d (%s), found none",
                  pair.labelPath(), label, classes.get(label)));
        }
      }
      return variant.shape(pair.stored());
    }
  }

  private static final class IdxExamples extends LookaheadExamples {
    private final IdxPair pair;
    private final IdxVariant variant;
    private final int classes;
    private final boolean last;
    private final long to;
    private long row;

    private IdxExamples(IdxPair pair, Slice slice, IdxVariant variant, int classes) {
      this.pair = pair;
      this.variant = variant;
      this.classes = classes;
      this.last = slice.isLast();
      this.row = slice.from(pair.count());
      this.to = slice.to(pair.count());
    }

    @Override
    protected Example advance() throws IOException {
      if (row == to) {
        if (last) {
          pair.expectEndOfImages();
          pair.expectEndOfLabels();
        }
        return null;
      }
      byte[] pixels = variant.pixels(pair.readImage(row), pair.stored(), pair.channelsLast());
      return new Example(row++, pair.readLabel(variant.firstLabel(), classes), pixels);
    }

    @Override
    public void close() throws IOException {
      pair.close();
    }
  }
}
