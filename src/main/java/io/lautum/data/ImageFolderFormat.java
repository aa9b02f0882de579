package io.lautum.data;

import io.lautum.config.DatasetConfig;

/** PNG and JPEG files in one folder per class, or an archive of them. */
public final class ImageFolderFormat implements DatasetFormat {
  @Override
  public String name() {
    return "images";
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return new ImageFolderReader(dataset.path(), dataset.classes());
  }
}
