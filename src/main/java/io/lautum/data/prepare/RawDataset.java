package io.lautum.data.prepare;

import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetNote;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.ImageConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A dataset before it is decoded. */
record RawDataset(DatasetConfig config, DatasetReader reader, DatasetInfo info) {
  private static final Logger LOG = LoggerFactory.getLogger(RawDataset.class);

  /**
   * Opens the dataset's files, reads the shape and the class names, and logs the reader's notes.
   *
   * @throws io.lautum.DataException if a file is missing or is not of the dataset's format
   */
  static RawDataset open(DatasetConfig config, Configuration hadoop) throws IOException {
    DatasetReader reader = DatasetFormats.open(config);
    DatasetInfo info = reader.info(hadoop);
    info.notes().forEach(note -> LOG.info("{}: {}", config.name(), note.text()));
    return new RawDataset(config, reader, info);
  }

  /**
   * Returns the common shape of the images of two datasets. Height and width that the configuration
   * leaves open are those of the dataset with fewer pixels per image; open channels are the smaller
   * number.
   */
  static ImageFit commonFit(ImageConfig image, RawDataset source, RawDataset target) {
    ImageShape first = source.info.shape();
    ImageShape second = target.info.shape();
    boolean isFirstSmaller =
        (long) first.height() * first.width() < (long) second.height() * second.width();
    ImageShape smaller = isFirstSmaller ? first : second;
    ImageShape shape =
        new ImageShape(
            image.channels().orElse(Math.min(first.channels(), second.channels())),
            image.height().orElse(smaller.height()),
            image.width().orElse(smaller.width()));
    return ImageFit.of(image, shape);
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
        config, reader.fitted(info, fit), new DatasetInfo(fit.shape(), info.classes(), notes));
  }

  /** Returns a sentence with the classes that have no test image; empty if there are none. */
  Optional<String> missingTestClasses(SplitStatistics census) {
    long[] byClass = census.byClass();
    List<String> missing = new ArrayList<>();
    for (int label = 0; label < byClass.length; label++) {
      if (byClass[label] == 0) {
        missing.add(info.classes().get(label));
      }
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "no test image of %s; accuracy there is unknown".formatted(String.join(", ", missing)));
  }

  /** Returns the name of a subset in messages. */
  String name(Split subset) {
    return config.name() + " " + subset.directory();
  }
}
