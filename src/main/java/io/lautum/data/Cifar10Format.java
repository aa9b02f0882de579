package io.lautum.data;

import io.lautum.config.DatasetConfig;

/** CIFAR-10, in its binary version or as image files. */
public final class Cifar10Format implements DatasetFormat {
  @Override
  public String name() {
    return "cifar10";
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return new Cifar10Reader(dataset.path(), dataset.classes());
  }
}
