package io.lautum.data.prepare;

import io.lautum.UserException;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
   * Checks that one network accepts the images of both datasets.
   *
   * @throws UserException if the shapes differ
   */
  static void requireSameShape(RawDataset source, RawDataset target) {
    if (!source.info.shape().equals(target.info.shape())) {
      throw new UserException(
          "source %s has images of %s, target %s of %s: expected the same shape (channels x height x width)"
              .formatted(
                  source.config.name(),
                  source.info.shape(),
                  target.config.name(),
                  target.info.shape()));
    }
  }

  /**
   * Returns the number of test images per class. A class without any is named in the log, because
   * its accuracy stays unknown.
   */
  Manifest.Counts testCounts(SplitStatistics census) {
    long[] byClass = census.byClass();
    List<String> missing = new ArrayList<>();
    for (int label = 0; label < byClass.length; label++) {
      if (byClass[label] == 0) {
        missing.add(info.classes().get(label));
      }
    }
    if (!missing.isEmpty()) {
      LOG.warn(
          "{}: no test image of {}; accuracy there is unknown",
          config.name(),
          String.join(", ", missing));
    }
    return SplitStatistics.counts(byClass);
  }

  /** Returns the name of a subset in messages. */
  String name(Split subset) {
    return config.name() + " " + subset.directory();
  }
}
