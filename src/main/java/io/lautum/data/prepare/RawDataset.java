package io.lautum.data.prepare;

import io.lautum.UserException;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/** A dataset before it is decoded. */
record RawDataset(DatasetConfig config, DatasetReader reader, DatasetInfo info) {
  /**
   * Opens the dataset's files and reads the shape and the class names.
   *
   * @throws io.lautum.DataException if a file is missing or is not of the dataset's format
   */
  static RawDataset open(DatasetConfig config, Configuration hadoop) throws IOException {
    DatasetReader reader = DatasetFormats.open(config);
    return new RawDataset(config, reader, reader.info(hadoop));
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

  /** Returns the name of a subset in messages. */
  String name(Split subset) {
    return config.name() + " " + subset.directory();
  }
}
