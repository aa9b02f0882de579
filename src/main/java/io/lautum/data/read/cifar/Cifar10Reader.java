package io.lautum.data.read.cifar;

import io.lautum.data.read.DatasetInfo;
import io.lautum.data.read.DatasetReader;
import io.lautum.data.read.FileFindings;
import io.lautum.data.read.Split;
import io.lautum.data.read.images.ImageFolderReader;
import io.lautum.experiment.config.LayoutConfig;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Reads CIFAR-10 in one of its common forms: the binary or Python version, or the same images as
 * files, whose classes have the same order when sorted.
 */
public final class Cifar10Reader implements DatasetReader {
  private final String path;
  private final CifarReader binary;
  private final ImageFolderReader files;
  private volatile DatasetReader form;

  Cifar10Reader(String path, List<String> classes, LayoutConfig layout) {
    this.path = path;
    binary = CifarReader.cifar10(path, classes);
    files = new ImageFolderReader(path, classes, layout);
  }

  @Override
  public DatasetInfo info(Configuration hadoop) throws IOException {
    return form(hadoop).info(hadoop);
  }

  @Override
  public Examples read(
      Configuration hadoop, Split subset, int slice, int slices, FileFindings findings)
      throws IOException {
    return form(hadoop).read(hadoop, subset, slice, slices, findings);
  }

  private DatasetReader form(Configuration hadoop) throws IOException {
    if (form == null) {
      form = found(hadoop);
    }
    return form;
  }

  private DatasetReader found(Configuration hadoop) throws IOException {
    Path folder = new Path(path);
    FileSystem fileSystem = folder.getFileSystem(hadoop);
    boolean images =
        !binary.isPresent(hadoop)
            && fileSystem.exists(folder)
            && (fileSystem.getFileStatus(folder).isFile()
                || fileSystem.listStatus(folder).length > 0);
    // If the folder is empty, the message about the public archives is the more useful one.
    return images ? files : binary;
  }
}
