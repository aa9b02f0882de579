package io.lautum.data.read.parquet;

import io.lautum.data.file.FolderLists;
import io.lautum.data.read.DatasetFormat;
import io.lautum.data.read.DatasetReader;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import org.apache.hadoop.fs.Path;

/** Parquet files with images inside, or with the paths of images. */
public final class ParquetFormat implements DatasetFormat {
  @Override
  public String name() {
    return "parquet";
  }

  @Override
  public boolean recognises(FolderLists lists, Path path) throws IOException {
    return TableParts.arePresent(lists, path);
  }

  @Override
  public DatasetReader open(DatasetConfig dataset) {
    return new ParquetReader(dataset.path(), dataset.classes(), dataset.layout());
  }

  @Override
  public DatasetReader openUnlabelled(DatasetConfig dataset) {
    return ParquetReader.unlabelled(dataset.path(), dataset.layout());
  }
}
