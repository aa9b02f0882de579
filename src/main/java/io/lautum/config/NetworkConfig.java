package io.lautum.config;

import java.io.Serializable;
import java.util.Set;

/**
 * The network.
 *
 * @param architecture name in {@code io.lautum.network.architecture.Architectures}
 * @param engine what executes training steps: {@code auto}, {@code onednn}, {@code onednn-bfloat16}
 *     or {@code dl4j}
 */
public record NetworkConfig(String architecture, String engine) implements Serializable {
  private static final Key<String> ARCHITECTURE =
      Key.of("architecture", KeyType.required(), "lenet", "One of lenet, cnn and mlp.");
  private static final Key<String> ENGINE =
      Key.of(
          "engine",
          KeyType.oneOf("auto", "onednn", "onednn-bfloat16", "dl4j"),
          "auto",
          "What executes training steps: onednn (CPUs, chains of common layers), onednn-bfloat16"
              + " (with convolutions in 16 bits, for CPUs with AMX), dl4j (any network, GPUs), or"
              + " auto, which is onednn if it can execute the network.");

  static final KeyGroup KEYS =
      KeyGroup.of(
          "network",
          "The network and its execution.",
          Set.of(ArtefactKind.PRETRAINED, ArtefactKind.FINETUNED),
          ARCHITECTURE,
          ENGINE);

  static NetworkConfig read(Section section) {
    return new NetworkConfig(section.get(ARCHITECTURE), section.get(ENGINE));
  }
}
