package io.lautum.data.read.cifar;

import io.lautum.data.file.FolderLists;
import io.lautum.data.read.DatasetFormat;
import io.lautum.data.read.DatasetReader;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** CIFAR-100, in its binary or Python version, with fine or coarse labels. */
public final class Cifar100Format implements DatasetFormat {
  @Override
  public String name() {
    return "cifar100";
  }

  @Override
  public boolean recognises(FolderLists lists, Path path) throws IOException {
    return CifarFiles.search(lists, path, CifarLayout.CIFAR100).isPresent();
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return CifarReader.cifar100(dataset.path(), dataset.layout().coarseLabels(), dataset.classes());
  }
}
