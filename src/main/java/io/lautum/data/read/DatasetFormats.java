package io.lautum.data.read;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.file.FolderLists;
import io.lautum.experiment.config.DatasetConfig;
import java.io.IOException;
import java.util.Collections;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/** The dataset formats by name. */
public final class DatasetFormats {
  private static final SortedMap<String, DatasetFormat> BY_NAME = load();

  private DatasetFormats() {}

  private static SortedMap<String, DatasetFormat> load() {
    SortedMap<String, DatasetFormat> formats = new TreeMap<>();
    for (DatasetFormat format :
        ServiceLoader.load(DatasetFormat.class, DatasetFormat.class.getClassLoader())) {
      DatasetFormat other = formats.put(format.name(), format);
      if (other != null) {
        throw new IllegalStateException(
            Text.format(
                "%s and %s are both named %s", other.getClass(), format.getClass(), format.name()));
      }
    }
    return Collections.unmodifiableSortedMap(formats);
  }

  /**
   * Returns the reader of a dataset. Opens no file.
   *
   * @throws UserException if the format is unknown, the path is missing or a class is named twice
   */
  public static DatasetReader open(DatasetConfig dataset) {
    return format(dataset).open(dataset);
  }

  /**
   * Returns the reader of a dataset's images without their labels. Opens no file.
   *
   * @throws UserException as {@link #open} does
   */
  public static DatasetReader openUnlabelled(DatasetConfig dataset) {
    return format(dataset).openUnlabelled(dataset);
  }

  private static DatasetFormat format(DatasetConfig dataset) {
    DatasetFormat format = BY_NAME.get(dataset.format());
    if (format == null) {
      throw new UserException(
          Text.format(
              "format of dataset %s: expected one of %s, found \"%s\"",
              dataset.name(), String.join(", ", names()), dataset.format()));
    }
    if (format.readsFiles() && (dataset.path() == null || dataset.path().isBlank())) {
      throw new UserException(
          Text.format(
              "path of dataset %s: expected a folder or archive for format %s, found \"\"",
              dataset.name(), dataset.format()));
    }
    return format;
  }

  /** Returns the first format, by name, that recognises the files at {@code path}. */
  public static Optional<String> recognised(FolderLists lists, Path path) throws IOException {
    for (DatasetFormat format : BY_NAME.values()) {
      if (format.recognises(lists, path)) {
        return Optional.of(format.name());
      }
    }
    return Optional.empty();
  }

  /** Returns the names of all formats, sorted. */
  public static Set<String> names() {
    return BY_NAME.keySet();
  }
}
