package io.lautum.experiment.config;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The common shape of the images of both datasets ({@code image { … }}).
 *
 * @param height rows; empty for those of the smaller dataset
 * @param width columns; empty for those of the smaller dataset
 * @param channels 1 or 3; empty for the smaller number of the datasets
 * @param fit treatment of images of another aspect ratio: {@code crop}, {@code pad} or {@code
 *     stretch}
 * @param background colour behind transparent pixels and next to padded images: {@code white},
 *     {@code black} or {@code #rrggbb}
 * @param encoder the encoder that turns the images into vectors; empty for none
 */
public record ImageConfig(
    OptionalInt height,
    OptionalInt width,
    OptionalInt channels,
    String fit,
    String background,
    Optional<EncoderConfig> encoder) {
  private static final String AUTOMATIC = KeyType.AUTOMATIC;

  private static final Key<OptionalInt> HEIGHT =
      Key.of("height", KeyType.automaticOrAtLeastOne(), AUTOMATIC)
          .doc(
              "Rows of the images of both datasets; auto means those of the dataset with the"
                  + " smaller images, scaled down until no side exceeds 96.")
          .unit("pixels")
          .introducedWith(AUTOMATIC);
  private static final Key<OptionalInt> WIDTH =
      Key.of("width", KeyType.automaticOrAtLeastOne(), AUTOMATIC)
          .doc(
              "Columns of the images of both datasets; auto means those of the dataset with the"
                  + " smaller images, scaled down until no side exceeds 96.")
          .unit("pixels")
          .introducedWith(AUTOMATIC);
  private static final Key<String> CHANNELS =
      Key.of("channels", KeyType.oneOf(AUTOMATIC, "1", "3"), AUTOMATIC)
          .doc(
              "Channels of the images of both datasets, 1 (grey) or 3 (colour); auto means the"
                  + " smaller number of the two datasets.")
          .introducedWith(AUTOMATIC);
  private static final Key<String> FIT =
      Key.of("fit", KeyType.oneOf("crop", "pad", "stretch"), "crop")
          .doc(
              "Treatment of images of another aspect ratio: crop keeps the middle, pad adds"
                  + " background, stretch distorts.")
          .introducedWith("crop");
  private static final Key<String> BACKGROUND =
      Key.of("background", KeyType.colour(), "white")
          .doc(
              "Colour behind transparent pixels and next to padded images: white, black or"
                  + " #rrggbb.")
          .introducedWith("white");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "image",
          "The common shape of the images of both datasets.",
          Set.of(ArtefactKind.SHARDS),
          HEIGHT,
          WIDTH,
          CHANNELS,
          FIT,
          BACKGROUND);

  /** The values that an experiment has if it sets none. */
  public static final ImageConfig DEFAULTS =
      new ImageConfig(
          OptionalInt.empty(), OptionalInt.empty(), OptionalInt.empty(), "crop", "white");

  /** Creates the shape of images that no encoder turns into vectors. */
  public ImageConfig(
      OptionalInt height, OptionalInt width, OptionalInt channels, String fit, String background) {
    this(height, width, channels, fit, background, Optional.empty());
  }

  static ImageConfig read(Section section, DataRoot root) {
    String channels = section.get(CHANNELS);
    return new ImageConfig(
        section.get(HEIGHT),
        section.get(WIDTH),
        channels.equals(AUTOMATIC)
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(channels)),
        section.get(FIT),
        section.get(BACKGROUND),
        EncoderConfig.read(section.at("encoder"), root));
  }
}
