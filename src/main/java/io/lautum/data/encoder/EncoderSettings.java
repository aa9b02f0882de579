package io.lautum.data.encoder;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.data.image.Background;
import io.lautum.data.image.EncoderDescription;
import io.lautum.data.image.EncoderLayout;
import io.lautum.data.image.ImageFit;
import io.lautum.experiment.config.EncoderConfig;
import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.ImageConfig;
import java.io.Serializable;
import java.util.List;

/**
 * What an encoder's file does not say: how images are prepared, and which output is the vector.
 *
 * @param output name of the output; empty for the only one
 * @param size height and width of the images; 0 for the encoder's own, or 224 if it takes any
 * @param levels 1 if black is 0 and white 1 before {@code mean} is subtracted, or 255
 * @param mean mean per channel; empty for ImageNet's with levels 1, and for 0 with levels 255
 * @param std standard deviation per channel; empty for ImageNet's with levels 1, and for 1 with
 *     levels 255
 * @param layout order of the input's dimensions; null for the one that its shape shows
 * @param batch images per execution, unless the encoder takes a fixed number
 * @param fit treatment of images of another aspect ratio
 * @param background colour behind transparent pixels and next to padded images
 */
public record EncoderSettings(
    String output,
    int size,
    int levels,
    List<Float> mean,
    List<Float> std,
    EncoderLayout layout,
    int batch,
    ImageFit.Mode fit,
    Background background)
    implements Serializable {
  /** The size of most encoders that take any size. */
  static final int USUAL_SIZE = 224;

  /** Images per execution unless the user chooses another number. */
  public static final int USUAL_BATCH = 64;

  private static final int WHITE = 255;

  /** The settings of the usual encoders of photographs. */
  public static final EncoderSettings DEFAULTS =
      new EncoderSettings(
          "", 0, 1, List.of(), List.of(), null, USUAL_BATCH, ImageFit.Mode.CROP, Background.WHITE);

  /**
   * @throws UserException if a value is not allowed
   */
  public EncoderSettings {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    require(size >= 0, "size = %d: expected a positive number", size);
    require(batch >= 1, "batch = %d: expected a positive number", batch);
    require(levels == 1 || levels == WHITE, "levels = %d: expected 1 or 255", levels);
    require(mean.stream().allMatch(Float::isFinite), "mean = %s: expected finite numbers", mean);
    require(
        std.stream().allMatch(value -> value > 0 && Float.isFinite(value)),
        "std = %s: expected positive numbers",
        std);
  }

  /**
   * Returns the settings of the block {@code image.encoder}.
   *
   * @throws UserException if a value is not allowed
   */
  public static EncoderSettings of(ImageConfig image) {
    EncoderConfig encoder = image.encoder().orElseThrow();
    return new EncoderSettings(
        encoder.output(),
        encoder.size().orElse(0),
        encoder.levels(),
        floats(encoder.mean()),
        floats(encoder.std()),
        encoder.layout().isEmpty()
            ? null
            : EnumNames.named(EncoderLayout.class, "image.encoder.layout", encoder.layout()),
        encoder.batch(),
        EnumNames.named(ImageFit.Mode.class, "image.fit", image.fit()),
        Background.parse(image.background()).orElseThrow());
  }

  private static List<Float> floats(List<Double> values) {
    return values.stream().map(Double::floatValue).toList();
  }

  /**
   * Returns the settings with which an encoder gives the vectors that a description describes. The
   * batch is the largest possible one if that of the description is too large.
   */
  public static EncoderSettings of(EncoderDescription described) {
    boolean square = described.imageHeight() == described.imageWidth();
    return new EncoderSettings(
        described.output(),
        // Only an encoder whose size is fixed takes images that are not square.
        square ? described.imageHeight() : 0,
        described.levels(),
        described.mean(),
        described.std(),
        described.layout(),
        EncoderBatch.fitting(
            described.batch() == null ? USUAL_BATCH : described.batch(),
            described.imageFit().shape()),
        described.fit(),
        Background.parse(described.background()).orElseThrow());
  }

  private static void require(boolean valid, String format, Object value) {
    if (!valid) {
      throw new UserException(Text.format(format, value));
    }
  }

  /** Returns the settings with another output. */
  public EncoderSettings withOutput(String newOutput) {
    return new EncoderSettings(newOutput, size, levels, mean, std, layout, batch, fit, background);
  }

  /** Returns the settings for inputs from 0 to 255, unchanged by a mean or standard deviation. */
  public EncoderSettings withPlainLevels() {
    return new EncoderSettings(
        output, size, WHITE, List.of(), List.of(), layout, batch, fit, background);
  }
}
