package io.lautum.pipeline;

import com.typesafe.config.Config;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.FolderListing;
import io.lautum.data.file.FolderLists;
import io.lautum.data.read.DatasetFormats;
import io.lautum.experiment.config.ExperimentConfig;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The places of an experiment's datasets. */
final class InputPlaces {
  private InputPlaces() {}

  /**
   * Checks that places which are relative to {@code data.root} exist. Readers check the others: a
   * message about a whole path needs no explanation.
   *
   * @throws DataException if one does not exist; the message names the key, the value and {@code
   *     data.root}
   */
  static void requireRelativeOnes(ExperimentConfig config, Configuration hadoop)
      throws IOException {
    Config keys = config.resolved();
    for (Map.Entry<String, String> place : config.inputPlaces().entrySet()) {
      String given = keys.hasPath(place.getKey()) ? keys.getString(place.getKey()) : "";
      if (given.equals(place.getValue())) {
        continue;
      }
      Path path = new Path(place.getValue());
      FileSystem files = path.getFileSystem(hadoop);
      boolean found =
          files.exists(path)
              || DatasetFormats.recognised(new FolderLists(hadoop), path).isPresent();
      if (!found) {
        Path root = new Path(keys.getString("data.root"));
        throw new DataException(
            Text.format(
                "%s = %s: not found in data.root, which is %s and %s; set -D data.root or"
                    + " LAUTUM_DATA, or write an absolute path",
                place.getKey(), given, files.makeQualified(root), content(files, root)));
      }
    }
  }

  private static String content(FileSystem files, Path root) throws IOException {
    if (!files.exists(root)) {
      return "does not exist";
    }
    return files.getFileStatus(root).isDirectory()
        ? "has " + FolderListing.of(files, root)
        : "is a file";
  }
}
