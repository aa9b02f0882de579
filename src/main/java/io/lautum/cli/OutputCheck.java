package io.lautum.cli;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Checks the folder of a command's results before anything is written to it, because stages replace
 * whole folders in it.
 */
final class OutputCheck {
  /** In the root of a volume that was formatted. */
  private static final String FILE_SYSTEM = "lost+found";

  private OutputCheck() {}

  /**
   * Checks that a folder has no visible folders, or has files of an earlier command. The first file
   * that a command writes is its status, so the folder of an interrupted one has it. Files such as
   * a log may be there: stages delete none.
   *
   * @throws UserException if it has folders, and no file of an earlier command
   */
  static void requireOwn(ExperimentDirectory directory) throws IOException {
    List<Path> marks =
        List.of(
            directory.commandStatus(),
            directory.resolvedConfiguration(),
            directory.results(),
            new Path(directory.shards(), Manifest.FILE));
    for (Path mark : marks) {
      if (directory.files().exists(mark)) {
        return;
      }
    }
    for (FileStatus file : content(directory)) {
      String name = file.getPath().getName();
      if (file.isDirectory() && !name.startsWith(".") && !name.equals(FILE_SYSTEM)) {
        throw new UserException(
            Text.format(
                "%s: has folders of other origin, such as %s, which results could replace; write to"
                    + " another or an empty folder",
                directory.root(), name));
      }
    }
  }

  private static FileStatus[] content(ExperimentDirectory directory) throws IOException {
    try {
      return directory.files().listStatus(directory.root());
    } catch (FileNotFoundException e) {
      return new FileStatus[0];
    }
  }

  /**
   * Checks that results are not written below a dataset, of which they would become files.
   *
   * @param inputs places of the datasets by their keys
   * @param hadoop settings of the datasets' file systems
   * @throws UserException if the folder is a dataset's or below it; the message names the key
   */
  static void requireOutside(
      Map<String, String> inputs, ExperimentDirectory directory, Configuration hadoop) {
    inputs.forEach(
        (key, place) -> {
          if (contains(place, directory.root(), hadoop)) {
            throw new UserException(
                Text.format(
                    "%s = %s: results in %s would count as files of this dataset; write to a folder"
                        + " outside of it",
                    key, place, directory.root()));
          }
        });
  }

  private static boolean contains(String place, Path output, Configuration hadoop) {
    try {
      Path given = new Path(new Path(place).toUri().normalize());
      Path input = given.getFileSystem(hadoop).makeQualified(given);
      for (Path folder = output; folder != null; folder = folder.getParent()) {
        if (folder.equals(input)) {
          return true;
        }
      }
      return false;
    } catch (IOException | IllegalArgumentException e) {
      // The reader says what is wrong with the place.
      return false;
    }
  }
}
