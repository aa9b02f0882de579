package io.lautum.data.read;

import io.lautum.experiment.config.DatasetConfig;
import java.util.List;
import java.util.function.BiFunction;

/** A format whose reader needs only the keys {@code path} and {@code classes}. */
public abstract class FileFormat implements DatasetFormat {
  private final String name;
  private final BiFunction<String, List<String>, DatasetReader> reader;

  public FileFormat(String name, BiFunction<String, List<String>, DatasetReader> reader) {
    this.name = name;
    this.reader = reader;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final DatasetReader open(DatasetConfig dataset) {
    return reader.apply(dataset.path(), dataset.classes());
  }
}
