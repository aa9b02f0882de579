package io.lautum.cli;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.storage.Credentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Option;

/** The folders that the command adapt works with, as configuration. */
final class AdaptOptions {
  /** The name of the experiment file in the output folder. */
  static final String FILE = "adapt.conf";

  @Option(
      names = "--labelled",
      converter = Place.class,
      paramLabel = "<dir>",
      description =
          "Labelled images: a folder with one subfolder per class, an archive, or a folder with a"
              + " table of labels; any Hadoop path.")
  private String labelled;

  @Option(
      names = "--unlabelled",
      converter = Place.class,
      paramLabel = "<dir>",
      description = "Images without labels: a folder of any depth, or an archive.")
  private String unlabelled;

  @Option(
      names = "--source",
      converter = Place.class,
      paramLabel = "<dir or name>",
      description =
          "Labelled dataset to pre-train on: a folder or archive, or the name of one below"
              + " data.root. Without one, training starts from random weights.")
  private String source;

  @Option(
      names = "--test",
      converter = Place.class,
      paramLabel = "<dir>",
      description = "Labelled test images. Without them, the accuracy is that of cross-validation.")
  private String test;

  @Option(
      names = "--output",
      converter = OutputPlace.class,
      paramLabel = "<dir>",
      description = "Folder for model, predictions and report; any Hadoop path.")
  private String output;

  /**
   * Returns the configuration of the options, as {@code key=value}.
   *
   * @param file experiment file; null if the options describe the whole experiment
   * @throws UserException if an option is missing
   */
  List<String> overrides(String file) {
    if (file == null && labelled == null) {
      throw new UserException(
          "--labelled is not set: expected a folder of labelled images, or an experiment file");
    }
    Map<String, String> values = new LinkedHashMap<>();
    values.put("target.labelled", place(labelled));
    values.put("target.unlabelled", place(unlabelled));
    values.put("target.test", place(test));
    values.put("source.path", source == null || !exists(source) ? source : place(source));
    if (file == null) {
      // A few broken files among thousands should not cost a run; the report counts them.
      values.put("target.bad-files", "skip");
      String name = new Path(output(null)).getName().replaceAll("[^A-Za-z0-9._-]", "-");
      String experiment = name.replaceAll("^[^A-Za-z0-9]+", "adapt-");
      values.put("experiment", experiment);
      values.put("target.name", experiment);
    }
    List<String> overrides = new ArrayList<>();
    values.forEach(
        (key, value) -> {
          if (value != null) {
            overrides.add(key + "=" + quoted(value));
          }
        });
    return overrides;
  }

  /** Returns whether the options name a source. */
  boolean hasSource() {
    return source != null;
  }

  /**
   * Returns the output folder.
   *
   * @param file experiment file, next to which the output is if it has the name of a file that this
   *     command writes; null for none
   * @throws UserException if the folder is neither set nor known
   */
  String output(String file) {
    if (output != null) {
      Credentials.requireNone("--output", output);
      return place(output.replaceAll("(?<=.)/+$", ""));
    }
    if (file != null && new Path(file).getName().equals(FILE)) {
      return new Path(place(file)).getParent().toString();
    }
    throw new UserException("--output is not set: expected a folder for the results");
  }

  /** Returns a text as a string of the configuration. */
  static String quoted(String text) {
    return Text.format("\"%s\"", text.replace("\\", "\\\\").replace("\"", "\\\""));
  }

  /** Returns a path that does not depend on the folder below which datasets are looked for. */
  static String place(String path) {
    if (path == null) {
      return null;
    }
    try {
      Path given = new Path(new Path(path).toUri().normalize());
      FileSystem files = given.getFileSystem(SparkRuntime.hadoop());
      boolean isDefault = files.getUri().equals(FileSystem.getDefaultUri(SparkRuntime.hadoop()));
      Path whole = files.makeQualified(given);
      return isDefault ? whole.toUri().getPath() : whole.toString();
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          Text.format("\"%s\": expected a path of a Hadoop file system: %s", path, e.getMessage()),
          e);
    }
  }

  /** Returns whether a path exists where the command runs; otherwise it may be below data.root. */
  private static boolean exists(String path) {
    try {
      Path given = new Path(path);
      Preflight.storage(SparkRuntime.hadoop(), List.of(path));
      return given.getFileSystem(SparkRuntime.hadoop()).exists(given);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          Text.format("--source = %s: cannot be found: %s", path, e.getMessage()), e);
    }
  }
}
