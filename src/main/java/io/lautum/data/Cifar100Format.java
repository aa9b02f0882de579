package io.lautum.data;

import io.lautum.config.DatasetConfig;

/** CIFAR-100 in its binary version. */
public final class Cifar100Format implements DatasetFormat {
  @Override
  public String name() {
    return "cifar100";
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return CifarReader.cifar100(dataset.path(), dataset.classes());
  }
}
