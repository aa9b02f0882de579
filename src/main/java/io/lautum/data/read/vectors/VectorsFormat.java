package io.lautum.data.read.vectors;

import io.lautum.data.read.DatasetFormat;
import io.lautum.data.read.DatasetReader;
import io.lautum.experiment.config.DatasetConfig;

/** Tables with a vector of numbers per row. */
public final class VectorsFormat implements DatasetFormat {
  @Override
  public String name() {
    return "vectors";
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return new VectorsReader(dataset, true);
  }

  @Override
  public DatasetReader openUnlabelled(DatasetConfig dataset) {
    return new VectorsReader(dataset, false);
  }
}
