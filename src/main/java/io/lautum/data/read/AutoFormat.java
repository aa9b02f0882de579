package io.lautum.data.read;

import io.lautum.experiment.config.DatasetConfig;

/** The format that recognises the files. */
public final class AutoFormat implements DatasetFormat {
  static final String NAME = "auto";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return new AutoReader(dataset, DatasetFormats::open);
  }

  @Override
  public DatasetReader openUnlabelled(DatasetConfig dataset) {
    return new AutoReader(dataset, DatasetFormats::openUnlabelled);
  }
}
