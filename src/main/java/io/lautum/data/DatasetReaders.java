package io.lautum.data;

import io.lautum.UserException;
import io.lautum.config.DatasetConfig;
import io.lautum.data.glyphs.GlyphReader;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The dataset formats by name. A new one is a {@link DatasetReader} and a line here. */
public final class DatasetReaders {
  private static final Map<String, Function<DatasetConfig, DatasetReader>> FORMATS =
      Collections.unmodifiableMap(
          new TreeMap<>(
              Map.of(
                  "cifar10", config -> new Cifar10Reader(path(config), config.classes()),
                  "cifar100", config -> CifarReader.cifar100(path(config), config.classes()),
                  "glyphs",
                      config ->
                          new GlyphReader(
                              config.glyphs(),
                              config.trainCount(),
                              config.testCount(),
                              config.seed()),
                  "idx", config -> new IdxReader(path(config), config.classes()),
                  "images", config -> new ImageFolderReader(path(config), config.classes()))));

  private DatasetReaders() {}

  /**
   * The reader of a dataset. Opens no file.
   *
   * @throws UserException if the format is unknown, the path is missing or a class is named twice
   */
  public static DatasetReader open(DatasetConfig config) {
    Function<DatasetConfig, DatasetReader> format = FORMATS.get(config.format());
    if (format == null) {
      throw new UserException(
          "format of dataset %s: expected one of %s, found \"%s\""
              .formatted(config.name(), String.join(", ", FORMATS.keySet()), config.format()));
    }
    return format.apply(config);
  }

  private static String path(DatasetConfig config) {
    if (config.path() == null || config.path().isBlank()) {
      throw new UserException(
          "path of dataset %s: expected a folder or archive for format %s, found \"\""
              .formatted(config.name(), config.format()));
    }
    return config.path();
  }

  /** The names of all formats, sorted. */
  public static Set<String> formats() {
    return FORMATS.keySet();
  }
}
