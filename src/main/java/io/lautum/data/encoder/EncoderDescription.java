package io.lautum.data.encoder;

import io.lautum.data.image.ImageFit;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonRecord;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Everything that determines the vectors of a table, except the images. It is stored next to the
 * table, so that a later run knows whether it may keep the vectors.
 *
 * @param sha256 digest of the encoder's files
 * @param width number of values per vector
 */
public record EncoderDescription(
    String encoder,
    String sha256,
    String output,
    int width,
    int channels,
    int imageHeight,
    int imageWidth,
    Layout layout,
    int levels,
    List<Float> mean,
    List<Float> std,
    ImageFit.Mode fit,
    String background)
    implements JsonRecord {
  /** Name of the file in the folder of a table. */
  static final String FILE = "_encoder.json";

  static EncoderDescription read(FileSystem files, Path file) throws IOException {
    return Json.readFile(files, file, EncoderDescription::read);
  }

  private static EncoderDescription read(InputStream in, String name) {
    return Json.read(in, name, "the description of an encoder", EncoderDescription.class);
  }

  /** Returns the parts in which another table's vectors differ; empty if they may be kept. */
  List<String> differences(EncoderDescription other) {
    List<String> differing = new ArrayList<>();
    add(differing, "the encoder's content", sha256, other.sha256);
    add(differing, "output", output, other.output);
    add(differing, "channels", channels, other.channels);
    add(differing, "height", imageHeight, other.imageHeight);
    add(differing, "width", imageWidth, other.imageWidth);
    add(differing, "layout", layout, other.layout);
    add(differing, "levels", levels, other.levels);
    add(differing, "mean", mean, other.mean);
    add(differing, "std", std, other.std);
    add(differing, "fit", fit, other.fit);
    add(differing, "background", background, other.background);
    return differing;
  }

  private static void add(List<String> differing, String name, Object one, Object other) {
    if (!Objects.equals(one, other)) {
      differing.add(name);
    }
  }
}
