package io.lautum.data.read;

import io.lautum.DataException;
import io.lautum.data.image.ClassNames;
import io.lautum.data.image.DecodedImage;
import io.lautum.data.image.ImageDecoder;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads PNG and JPEG images from {@code train/<class>/} and {@code test/<class>/} in a folder, in a
 * {@code .tar}, {@code .tar.gz}, {@code .tgz} or {@code .tar.xz} archive, which may have one
 * leading folder, or in a folder that contains one such archive. The first image determines the
 * shape of all. Hidden files are ignored.
 *
 * <p>Examples of a folder are sorted by path; those of an archive keep its order. Each slice walks
 * the whole container and decodes every n-th image, because decoding takes most of the time.
 *
 * <p>The reader keeps the result of {@link #info} and serialises it, so that executors do not walk
 * the container again if {@link #info} was called before the reader was sent to them.
 */
public final class ImageFolderReader implements DatasetReader {
  private static final List<String> SUFFIXES = List.of(".png", ".jpg", ".jpeg");

  private final String path;
  private final ClassChoice choice;
  private final ImageFit fit;
  private volatile Contents contents;

  /**
   * Creates a reader of the folder or archive at {@code path}.
   *
   * @param classes the classes to read, by name and in label order; all, sorted, if empty
   * @throws io.lautum.UserException if a class is named twice
   */
  public ImageFolderReader(String path, List<String> classes) {
    this(path, new ClassChoice(classes), null);
  }

  private ImageFolderReader(String path, ClassChoice choice, ImageFit fit) {
    this.path = path;
    this.choice = choice;
    this.fit = fit;
  }

  @Override
  public DatasetReader fitted(DatasetInfo stored, ImageFit other) {
    ImageFolderReader fitted = new ImageFolderReader(path, choice, other);
    fitted.contents = contents == null ? null : contents.withShape(other.shape());
    return fitted;
  }

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    if (contents == null) {
      contents = survey(hadoop);
    }
    return contents.info();
  }

  @Override
  public Examples read(Configuration hadoop, Split subset, int slice, int slices)
      throws IOException {
    Slice part = new Slice(slice, slices);
    info(hadoop);
    return new ImageExamples(path, ImageFiles.open(hadoop, path), contents, subset, part, fit);
  }

  private Contents survey(Configuration hadoop) throws IOException {
    Map<String, long[]> counts = new TreeMap<>();
    ImageShape shape = null;
    try (ImageFiles files = ImageFiles.open(hadoop, path);
        ImageDecoder decoder = new ImageDecoder()) {
      for (ImageEntry entry = files.next(); entry != null; entry = files.next()) {
        long[] count = counts.computeIfAbsent(entry.className(), name -> new long[2]);
        if (counts.size() > ClassNames.MAX_CLASSES) {
          throw new DataException(
              "%s: expected at most %d classes, found more"
                  .formatted(entry.path(), ClassNames.MAX_CLASSES));
        }
        if (!entry.folder() && isWanted(entry)) {
          checkSuffix(entry);
          count[entry.subset().ordinal()]++;
          shape = shape == null ? decoder.shape(entry.path(), files.content()) : shape;
        }
      }
    }
    if (counts.isEmpty()) {
      throw new DataException(
          "%s: expected folders train/<class> and test/<class>, found none".formatted(path));
    }
    List<String> classes = choice.of(new ArrayList<>(counts.keySet()), path);
    long test = 0;
    long train = 0;
    for (String name : classes) {
      long[] count = counts.get(name);
      if (count[Split.TRAIN.ordinal()] == 0) {
        throw new DataException(
            "%s: expected at least one image in train/%s, found none".formatted(path, name));
      }
      train += count[Split.TRAIN.ordinal()];
      test += count[Split.TEST.ordinal()];
    }
    if (test == 0) {
      throw new DataException(
          "%s: expected at least one image in test, found none".formatted(path));
    }
    ImageShape common = fit == null ? shape : fit.shape();
    return new Contents(new DatasetInfo(common, classes), train, test);
  }

  private boolean isWanted(ImageEntry entry) {
    return choice.wanted().isEmpty() || choice.wanted().contains(entry.className());
  }

  private static void checkSuffix(ImageEntry entry) {
    if (SUFFIXES.stream().noneMatch(entry.path().toLowerCase(Locale.ROOT)::endsWith)) {
      throw new DataException(
          "%s: expected an image with a name that ends in one of %s"
              .formatted(entry.path(), SUFFIXES));
    }
  }

  /** The result of one walk of the container; counts include only chosen classes. */
  private record Contents(DatasetInfo info, long train, long test) implements Serializable {
    private Contents withShape(ImageShape shape) {
      return new Contents(new DatasetInfo(shape, info.classes()), train, test);
    }

    private long count(Split subset) {
      return subset == Split.TRAIN ? train : test;
    }
  }

  private static final class ImageExamples extends LookaheadExamples {
    private final String path;
    private final ImageFiles files;
    private final ImageDecoder decoder;
    private final ImageFit fit;
    private final DatasetInfo info;
    private final Split subset;
    private final long count;
    private final Slice slice;
    private long position;

    private ImageExamples(
        String path, ImageFiles files, Contents contents, Split subset, Slice slice, ImageFit fit) {
      this.fit = fit;
      this.decoder = fit == null ? new ImageDecoder() : new ImageDecoder(fit.background());
      this.path = path;
      this.files = files;
      this.info = contents.info();
      this.subset = subset;
      this.count = contents.count(subset);
      this.slice = slice;
    }

    @Override
    protected Example advance() throws IOException {
      // Stops at the last image, so that the rest of an archive is not unpacked.
      while (position < count) {
        ImageEntry entry = files.next();
        if (entry == null) {
          throw new DataException(
              "%s: expected %d %s images as in the first pass, found %d"
                  .formatted(path, count, subset.directory(), position));
        }
        int label = info.classes().indexOf(entry.className());
        if (!entry.folder() && entry.subset() == subset && label >= 0) {
          long id = position++;
          if (slice.owns(id)) {
            return new Example(id, label, pixels(entry));
          }
        }
      }
      return null;
    }

    private byte[] pixels(ImageEntry entry) throws IOException {
      if (fit == null) {
        return decoder.pixels(entry.path(), files.content(), info.shape());
      }
      DecodedImage image = decoder.decode(entry.path(), files.content());
      return fit.apply(image.pixels(), image.shape());
    }

    @Override
    public void close() throws IOException {
      try (decoder) {
        files.close();
      }
    }
  }
}
