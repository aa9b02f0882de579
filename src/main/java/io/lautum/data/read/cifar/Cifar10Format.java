package io.lautum.data.read.cifar;

import io.lautum.data.file.FolderLists;
import io.lautum.data.read.DatasetFormat;
import io.lautum.data.read.DatasetReader;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** CIFAR-10, in its binary or Python version or as image files. */
public final class Cifar10Format implements DatasetFormat {
  @Override
  public String name() {
    return "cifar10";
  }

  @Override
  public boolean recognises(FolderLists lists, Path path) throws IOException {
    return CifarFiles.search(lists, path, CifarLayout.CIFAR10).isPresent();
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return new Cifar10Reader(dataset.path(), dataset.classes(), dataset.layout());
  }
}
