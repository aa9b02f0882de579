package io.lautum.data;

import io.lautum.config.DatasetConfig;

/** MNIST's IDX files, plain or compressed. */
public final class IdxFormat implements DatasetFormat {
  @Override
  public String name() {
    return "idx";
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return new IdxReader(dataset.path(), dataset.classes());
  }
}
