package io.lautum.experiment.config;

import io.lautum.UserException;
import java.io.Serializable;
import java.util.List;
import java.util.Set;

/**
 * The network.
 *
 * @param architecture name in {@code io.lautum.network.architecture.Architectures}, with the widths
 *     of the layers if they are set
 * @param engine engine for training steps: {@code auto}, {@code onednn}, {@code cudnn} or {@code
 *     dl4j}
 * @param precision number format in which convolutions multiply: {@code float}, {@code tf32} or
 *     {@code bfloat16}
 */
public record NetworkConfig(String architecture, String engine, String precision)
    implements Serializable {
  private static final Key<String> ARCHITECTURE =
      Key.of("architecture", KeyType.required(), "lenet")
          .doc(
              "Name of the network: lenet, cnn, wrn-16-2, wrn-28-2 or wrn-16-4 for images, mlp or"
                  + " linear for images and vectors.");
  private static final Key<List<Integer>> WIDTHS =
      Key.of("widths", KeyType.widths(), List.of())
          .doc("Units of each hidden layer of architecture mlp; empty means two layers of 256.")
          .introducedWith(List.of());
  private static final Key<String> ENGINE =
      Key.of("engine", KeyType.required(), "auto")
          .doc(
              "Engine for training steps: onednn (CPUs), cudnn (NVIDIA GPUs), dl4j (CPUs, and older"
                  + " GPUs in a build with -Pcuda), or auto, the first engine that can execute the"
                  + " training.")
          .formerlyBoth("onednn-bfloat16", "onednn", "precision", "bfloat16");
  private static final Key<String> PRECISION =
      Key.of("precision", KeyType.oneOf("float", "tf32", "bfloat16"), "float")
          .doc(
              "Number format in which convolutions multiply; sums, weights, updater and losses stay"
                  + " float. tf32 needs a GPU, bfloat16 a GPU or a CPU with instructions for it; an"
                  + " engine rejects a precision that it does not support.")
          .introducedWith("float");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "network",
          "The network and its execution.",
          Set.of(ArtefactKind.PRETRAINED, ArtefactKind.FINETUNED),
          ARCHITECTURE,
          WIDTHS,
          ENGINE,
          PRECISION);

  static NetworkConfig read(Section section) {
    return new NetworkConfig(
        named(section.get(ARCHITECTURE), section.get(WIDTHS)),
        section.get(ENGINE),
        section.get(PRECISION));
  }

  private static String named(String architecture, List<Integer> widths) {
    if (!widths.isEmpty() && !architecture.equals("mlp")) {
      throw new UserException(
          "network.widths: only architecture mlp has them, found network.architecture = "
              + architecture);
    }
    return widths.isEmpty() ? architecture : architecture + "-" + join(widths);
  }

  private static String join(List<Integer> widths) {
    return String.join("-", widths.stream().map(String::valueOf).toList());
  }
}
