package io.lautum.cli.doctor;

import io.lautum.ResourceException;
import io.lautum.experiment.storage.FileSystemCheck;
import io.lautum.operations.cluster.CheckSettings;
import java.io.IOException;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;

/**
 * Checks that a folder on any Hadoop file system can be reached and written to. If the folder does
 * not exist, its nearest existing ancestor is checked instead. The check creates no folder, and
 * deletes the file that it writes.
 *
 * @param path path of the folder
 * @param hadoop settings of the folder's file system
 */
record PathCheck(String path, Configuration hadoop) implements Check {
  @Override
  public String name() {
    return "path " + path;
  }

  @Override
  public CheckResult run() throws IOException {
    try {
      FileSystemCheck files =
          new FileSystemCheck(
              hadoop, CheckSettings.storageWait(new SparkConf()), CheckSettings.STORAGE_WAIT);
      files.requireAnswer(new Path(path));
      Path probe = writeProbe();
      probe.getFileSystem(hadoop).delete(probe, false);
      return CheckResult.passed(name(), "can write to " + probe.getParent());
    } catch (ResourceException e) {
      return CheckResult.failed(
          name(), e.getMessage(), "start the file system, or correct the path");
    } catch (IOException e) {
      return CheckResult.failed(
          name(),
          e.getClass().getSimpleName() + ": " + e.getMessage(),
          "choose a --workdir that this user can write to, on a configured file system");
    }
  }

  /**
   * Writes an empty file with a new name into the folder or its nearest existing ancestor. The
   * caller deletes the file.
   *
   * @return path of the file with scheme and host, so that a process with another working folder
   *     finds it
   * @throws IOException if the file system cannot be reached or the folder is not writable
   */
  Path writeProbe() throws IOException {
    Path folder = new Path(path);
    FileSystem files = folder.getFileSystem(hadoop);
    folder = files.makeQualified(folder);
    while (!files.exists(folder) && folder.getParent() != null) {
      folder = folder.getParent();
    }
    Path probe = new Path(folder, ".lautum-doctor-" + UUID.randomUUID());
    files.create(probe, false).close();
    return probe;
  }
}
