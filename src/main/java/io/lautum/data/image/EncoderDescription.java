package io.lautum.data.image;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Everything that determines the vectors of an encoder, except the images. It is stored next to the
 * vectors, so that a later run knows whether it may keep them, and in models, which need the same
 * vectors of other images.
 *
 * @param encoder path of the encoder's file, which does not determine the vectors
 * @param sha256 digest of the encoder's files
 * @param output name of the output with the vectors
 * @param width number of values per vector
 * @param batch images per execution, which do not count as part of what determines the vectors;
 *     null if the file is from an older version
 */
public record EncoderDescription(
    String encoder,
    String sha256,
    String output,
    int width,
    int channels,
    int imageHeight,
    int imageWidth,
    EncoderLayout layout,
    int levels,
    List<Float> mean,
    List<Float> std,
    ImageFit.Mode fit,
    String background,
    @JsonInclude(JsonInclude.Include.NON_NULL) Integer batch)
    implements JsonRecord, Serializable {
  /** Name of the file in a folder of vectors. */
  public static final String FILE = "_encoder.json";

  /**
   * @throws IllegalArgumentException if a part is missing, or a number is not allowed
   */
  public EncoderDescription {
    Checks.requireText("encoder", encoder);
    Checks.requireText("sha256", sha256);
    Checks.requireText("output", output);
    Checks.require(width >= 1, "a width of at least 1, found " + width);
    Checks.require(channels == 1 || channels == 3, "1 or 3 channels, found " + channels);
    // Checks the size.
    new ImageShape(channels, imageHeight, imageWidth);
    Checks.require(layout != null && fit != null, "a layout and a fit");
    Checks.require(levels == 1 || levels == 255, "levels of 1 or 255, found " + levels);
    mean = Checks.requireNoNulls("mean", mean);
    std = Checks.requireNoNulls("std", std);
    Checks.require(
        mean.size() == channels && std.size() == channels, "a mean and a std per channel");
    Checks.require(mean.stream().allMatch(Float::isFinite), "finite means, found " + mean);
    Checks.require(
        std.stream().allMatch(value -> value > 0 && Float.isFinite(value)),
        "positive values of std, found " + std);
    Checks.require(
        background != null && Background.parse(background).isPresent(),
        "a background, found " + background);
    Checks.require(batch == null || batch >= 1, "a batch of at least 1, found " + batch);
  }

  /** Reads a file that {@link #write} wrote. */
  public static EncoderDescription read(FileSystem files, Path file) throws IOException {
    return Json.readFile(files, file, EncoderDescription::read);
  }

  private static EncoderDescription read(InputStream in, String name) {
    return Json.read(in, name, "the description of an encoder", EncoderDescription.class);
  }

  /** Returns how images are made those that the encoder takes. */
  public ImageFit imageFit() {
    return new ImageFit(
        new ImageShape(channels, imageHeight, imageWidth),
        fit,
        Background.parse(background).orElseThrow());
  }

  /** Returns a digest that two descriptions share only if their vectors are the same. */
  public String digest() {
    return DigestUtils.sha256Hex(
        String.join(
            "\n",
            List.of(
                sha256,
                output,
                imageFit().shape().toString(),
                layout.name(),
                String.valueOf(levels),
                mean.toString(),
                std.toString(),
                fit.name(),
                background)));
  }

  /**
   * Returns the parts in which another description's vectors differ; empty if they are the same.
   */
  public List<String> differences(EncoderDescription other) {
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
