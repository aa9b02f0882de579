package io.lautum.config;

import io.lautum.storage.Credentials;
import java.io.Serializable;
import java.util.List;

/**
 * Where a dataset is and how it is to be read ({@code source { … }} and {@code target { … }}).
 *
 * @param name what tables and reports call it
 * @param format {@code idx}, {@code cifar10}, {@code cifar100}, {@code images} or {@code glyphs}
 * @param path folder or archive on any Hadoop file system; unused by {@code glyphs}
 * @param classes class names by label index for {@code idx}; the choice of classes, in label order,
 *     for {@code cifar10}, {@code cifar100} and {@code images}; empty for all
 * @param glyphs what {@code glyphs} draws: {@code digits} or {@code letters}
 * @param trainCount number of generated training images ({@code glyphs})
 * @param testCount number of generated test images ({@code glyphs})
 * @param seed seed of generated images ({@code glyphs})
 */
public record DatasetConfig(
    String name,
    String format,
    String path,
    List<String> classes,
    String glyphs,
    int trainCount,
    int testCount,
    long seed)
    implements Serializable {
  public DatasetConfig {
    classes = List.copyOf(classes);
  }

  static DatasetConfig read(Section section, DataRoot root) {
    String format = section.required("format");
    boolean generated = format.equals("glyphs");
    Credentials.requireNone("path of dataset " + section.required("name"), section.text("path"));
    return new DatasetConfig(
        section.required("name"),
        format,
        generated ? "" : root.resolve(section.required("path")),
        section.names("classes"),
        generated ? section.oneOf("glyphs", "digits", "letters") : "",
        section.atLeast("train-count", 1),
        section.atLeast("test-count", 1),
        section.whole("seed"));
  }
}
