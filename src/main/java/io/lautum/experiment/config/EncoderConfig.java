package io.lautum.experiment.config;

import io.lautum.experiment.storage.Credentials;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The encoder that turns the images of both datasets into vectors ({@code image.encoder { … }}).
 *
 * @param model ONNX file on any Hadoop file system
 * @param output name of the output with the vectors; empty for the only one
 * @param size height and width of its images; empty for its own, or 224 if it takes any
 * @param levels value of white before the mean is subtracted: 1 or 255
 * @param mean mean per channel; empty for ImageNet's with levels 1, and for 0 with levels 255
 * @param std standard deviation per channel; empty for ImageNet's with levels 1, and for 1 with
 *     levels 255
 * @param layout {@code nchw} or {@code nhwc}; empty for the one that the input's shape shows
 * @param batch images per execution, unless the encoder takes a fixed number
 */
public record EncoderConfig(
    String model,
    String output,
    OptionalInt size,
    int levels,
    List<Double> mean,
    List<Double> std,
    String layout,
    int batch) {
  static final String BLOCK = "image.encoder";

  private static final String AUTOMATIC = KeyType.AUTOMATIC;
  private static final String LEAST_LEVELS = "1";
  private static final int BATCH = 64;

  private static final Key<String> MODEL =
      Key.of("model", KeyType.text(), "")
          .doc(
              "ONNX file of an encoder on any Hadoop file system, absolute or relative to"
                  + " data.root, which turns the images into vectors; empty means none.")
          .introducedWith("");
  private static final Key<String> OUTPUT =
      Key.of("output", KeyType.text(), "")
          .doc("Output of the encoder that is the vector; empty means its only output.")
          .introducedWith("");
  private static final Key<OptionalInt> SIZE =
      Key.of("size", KeyType.automaticOrAtLeastOne(), AUTOMATIC)
          .doc(
              "Height and width of the encoder's images; auto means those of its input, or 224 if"
                  + " it takes any size.")
          .unit("pixels")
          .introducedWith(AUTOMATIC);
  private static final Key<String> LEVELS =
      Key.of("levels", KeyType.oneOf(LEAST_LEVELS, "255"), LEAST_LEVELS)
          .doc("Value of white before the mean is subtracted: 1 (as torchvision) or 255.")
          .introducedWith(LEAST_LEVELS);
  private static final Key<List<Double>> MEAN =
      Key.of("mean", KeyType.numbers(), List.of())
          .doc(
              "Mean per channel, in the unit of levels; empty means ImageNet's with levels 1, and 0"
                  + " with levels 255.")
          .introducedWith(List.of());
  private static final Key<List<Double>> STD =
      Key.of("std", KeyType.numbers(), List.of())
          .doc(
              "Standard deviation per channel, in the unit of levels; empty means ImageNet's with"
                  + " levels 1, and 1 with levels 255.")
          .introducedWith(List.of());
  private static final Key<String> LAYOUT =
      Key.of("layout", KeyType.oneOf(AUTOMATIC, "nchw", "nhwc"), AUTOMATIC)
          .doc(
              "Order of the input's dimensions: nchw (PyTorch) or nhwc (TensorFlow); auto means the"
                  + " one that the input's shape shows, or nchw.")
          .introducedWith(AUTOMATIC);
  private static final Key<Integer> BATCH_SIZE =
      Key.of("batch", KeyType.atLeast(1), BATCH)
          .doc("Images per execution of the encoder, unless its input has a fixed number.")
          .unit("images")
          .introducedWith(BATCH);

  static final KeyGroup KEYS =
      KeyGroup.of(
          BLOCK,
          "The encoder that turns the images of both datasets into vectors; docs/embeddings.md"
              + " describes it.",
          Set.of(ArtefactKind.SHARDS),
          MODEL,
          OUTPUT,
          SIZE,
          LEVELS,
          MEAN,
          STD,
          LAYOUT,
          BATCH_SIZE);

  /** Reads the block; empty if it names no model. */
  static Optional<EncoderConfig> read(Section section, DataRoot root) {
    String model = section.get(MODEL);
    Credentials.requireNone(BLOCK + ".model", model);
    String layout = section.get(LAYOUT);
    EncoderConfig encoder =
        new EncoderConfig(
            root.resolve(model),
            section.get(OUTPUT),
            section.get(SIZE),
            Integer.parseInt(section.get(LEVELS)),
            section.get(MEAN),
            section.get(STD),
            layout.equals(AUTOMATIC) ? "" : layout,
            section.get(BATCH_SIZE));
    return model.isBlank() ? Optional.empty() : Optional.of(encoder);
  }
}
