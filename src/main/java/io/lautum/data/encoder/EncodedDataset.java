package io.lautum.data.encoder;

import io.lautum.data.image.ImageFit;
import io.lautum.data.read.DatasetFormats;
import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.Split;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A dataset whose images are encoded.
 *
 * @param config its place and format
 * @param kind what its images become in the table
 */
public record EncodedDataset(DatasetConfig config, Kind kind) {
  private static final int FEW_FILES = 100;

  /** What the images of a dataset become in a table. */
  public enum Kind {
    /** Labelled images, in the training or test set as the dataset has them. */
    LABELLED,
    /** Training images without labels. */
    UNLABELLED,
    /** Labelled images, all of which are in the test set. */
    TEST
  }

  /**
   * An opened dataset.
   *
   * @param info shape and classes before the images are fitted to the encoder
   */
  record Opened(DatasetConfig config, Kind kind, DatasetReader reader, DatasetInfo info)
      implements Serializable {
    /** Returns the class names by label; empty without labels. */
    List<String> classes() {
      return kind == Kind.UNLABELLED ? List.of() : info.classes();
    }

    /**
     * Returns whether the dataset is a folder of many files, of which a task reads only its own. A
     * folder with few files may have an archive, which each task unpacks.
     */
    boolean hasManyFiles(Configuration hadoop) throws IOException {
      if (config.path().isBlank()) {
        return false;
      }
      Path path = new Path(config.path());
      FileSystem files = path.getFileSystem(hadoop);
      if (!files.exists(path) || !files.getFileStatus(path).isDirectory()) {
        return false;
      }
      FileStatus[] content = files.listStatus(path);
      return content.length > FEW_FILES || Arrays.stream(content).anyMatch(FileStatus::isDirectory);
    }

    /** Returns the name in the table of one of the reader's subsets. */
    Split split(Split subset) {
      return kind == Kind.TEST ? Split.TEST : subset;
    }
  }

  /**
   * Opens the dataset's files.
   *
   * @param fit the images that the encoder takes
   * @throws io.lautum.DataException if a file is missing or is not of the dataset's format
   */
  Opened open(Configuration hadoop, ImageFit fit) throws IOException {
    DatasetReader reader =
        kind == Kind.UNLABELLED
            ? DatasetFormats.openUnlabelled(config)
            : DatasetFormats.open(config);
    DatasetInfo info = reader.info(hadoop);
    return new Opened(config, kind, reader.fitted(info, fit), info);
  }
}
