package io.lautum.data.prepare;

import io.lautum.PrintableText;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.encoder.Encoding;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ValueType;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.RelabelledReader;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.UnusedFolders;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.ImageConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dataset before it is decoded. */
record RawDataset(DatasetConfig config, DatasetReader reader, DatasetInfo info) {
  /**
   * Larger images need a GPU for more than a few steps per second, and dense layers of networks
   * without global pooling grow with the image's area.
   */
  static final int LONGEST_SIDE = 96;

  private static final Logger LOG = LoggerFactory.getLogger(RawDataset.class);

  /**
   * Opens the dataset's files, reads the shape and the class names, and logs the reader's notes.
   *
   * @throws io.lautum.DataException if a file is missing or is not of the dataset's format
   */
  static RawDataset open(DatasetConfig config, Configuration hadoop) throws IOException {
    return open(config, DatasetFormats.open(config), hadoop);
  }

  /**
   * Opens a dataset as {@link #open(DatasetConfig, Configuration)} does, without its labels.
   *
   * @throws io.lautum.DataException if a file is missing or is not of the dataset's format
   */
  static RawDataset openUnlabelled(DatasetConfig config, Configuration hadoop) throws IOException {
    return open(config, DatasetFormats.openUnlabelled(config.withClasses(List.of())), hadoop);
  }

  /**
   * Opens a dataset as {@link #open(DatasetConfig, Configuration)} does, with the labels of other
   * classes of the same names.
   *
   * @throws io.lautum.DataException if a file is missing or is not of the dataset's format, or the
   *     dataset has a class that {@code classes} lacks
   */
  static RawDataset openTest(DatasetConfig config, List<String> classes, Configuration hadoop)
      throws IOException {
    return open(config, new RelabelledReader(DatasetFormats.open(config), classes), hadoop);
  }

  private static RawDataset open(DatasetConfig config, DatasetReader reader, Configuration hadoop)
      throws IOException {
    DatasetInfo info = reader.info(hadoop);
    info.notes().forEach(note -> LOG.info("{}: {}", config.name(), note.text()));
    return new RawDataset(config, reader, info);
  }

  /**
   * Returns the common shape of the images of several datasets. Height and width that the
   * configuration leaves open are those of the first dataset with the fewest pixels per image,
   * scaled down so that neither exceeds {@value #LONGEST_SIDE}; open channels are the smallest
   * number.
   */
  static ImageFit commonFit(ImageConfig image, List<RawDataset> datasets) {
    if (datasets.stream().anyMatch(dataset -> dataset.info.values() == ValueType.FLOAT)) {
      return VectorTables.fit(image, datasets);
    }
    ImageShape smaller =
        datasets.stream()
            .map(dataset -> dataset.info.shape())
            .min(Comparator.comparingLong(shape -> (long) shape.height() * shape.width()))
            .orElseThrow();
    int channels =
        datasets.stream().mapToInt(dataset -> dataset.info.shape().channels()).min().orElseThrow();
    double scale = Math.min(1, (double) LONGEST_SIDE / Math.max(smaller.height(), smaller.width()));
    ImageShape shape =
        new ImageShape(
            image.channels().orElse(channels),
            image.height().orElse(scaled(smaller.height(), scale)),
            image.width().orElse(scaled(smaller.width(), scale)));
    return ImageFit.of(image, shape);
  }

  /**
   * Returns the same dataset with the vectors of its images.
   *
   * @throws UserException if it has vectors already
   */
  RawDataset encoded(Encoding encoding) {
    if (info.values() == ValueType.FLOAT) {
      throw new UserException(
          Text.format("image.encoder: %s has vectors already; remove this block", name()));
    }
    RawDataset images = fitted(encoding.description().imageFit());
    return new RawDataset(config, encoding.encoded(images.reader), encoding.encoded(images.info));
  }

  private static int scaled(int length, double scale) {
    return (int) Math.max(1, Math.round(scale * length));
  }

  /** Returns the same dataset with images of a shape, and logs the change if there is one. */
  RawDataset fitted(ImageFit fit) {
    List<DatasetNote> notes = new ArrayList<>(info.notes());
    if (!info.shape().equals(fit.shape())) {
      DatasetNote resized =
          DatasetNote.of(
              "images of %s become %s (image.fit = %s)",
              info.shape(), fit.shape(), EnumNames.of(fit.mode()));
      LOG.info("{}: {}", config.name(), resized.text());
      notes.add(resized);
    }
    return new RawDataset(
        config,
        reader.fitted(info, fit),
        new DatasetInfo(fit.shape(), info.values(), info.classes(), notes, info.columns()));
  }

  /**
   * Returns a sentence with the classes that have no test image; empty if there are none, or there
   * is no test set.
   */
  Optional<String> missingTestClasses(SplitStatistics statistics) {
    long[] byClass = statistics.byClass();
    List<String> missing = new ArrayList<>();
    for (int label = 0; label < byClass.length; label++) {
      if (byClass[label] == 0) {
        missing.add(info.classes().get(label));
      }
    }
    return missing.isEmpty() || missing.size() == byClass.length
        ? Optional.empty()
        : Optional.of(
            Text.format(
                "no test image of %s; accuracy there is unknown", String.join(", ", missing)));
  }

  /**
   * Returns a sentence about the folders next to the dataset's that nothing reads; empty if there
   * are none.
   *
   * @param used places that the experiment reads or writes
   */
  Optional<String> unusedFolders(Configuration hadoop, List<String> used) throws IOException {
    if (config.path().isBlank()) {
      return Optional.empty();
    }
    List<String> names = UnusedFolders.nextTo(hadoop, config.path(), used);
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(
            PrintableText.of(
                Text.format(
                    "Doubt: folders with images next to %s are not used: %s; if they belong to the"
                        + " dataset, set path to the folder that contains them, or name them by"
                        + " target.unlabelled and target.test (--unlabelled and --test of adapt)",
                    config.path(), String.join(", ", names))));
  }

  /** Returns the dataset's name in messages. */
  String name() {
    return config.name();
  }

  /** Returns the name of a subset in messages. */
  String name(Split subset) {
    return config.name() + " " + subset.directory();
  }
}
