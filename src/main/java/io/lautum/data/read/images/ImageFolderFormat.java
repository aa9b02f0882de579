package io.lautum.data.read.images;

import io.lautum.data.read.DatasetFormat;
import io.lautum.data.read.DatasetReader;
import io.lautum.experiment.config.DatasetConfig;

/** Image files in folders, or an archive of them. */
public final class ImageFolderFormat implements DatasetFormat {
  @Override
  public String name() {
    return "images";
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return new ImageFolderReader(dataset.path(), dataset.classes(), dataset.layout());
  }

  @Override
  public DatasetReader openUnlabelled(DatasetConfig dataset) {
    return ImageFolderReader.unlabelled(dataset.path(), dataset.layout());
  }
}
