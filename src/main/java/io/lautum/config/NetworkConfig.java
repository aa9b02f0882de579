package io.lautum.config;

import java.io.Serializable;

/**
 * The network.
 *
 * @param architecture name in {@code io.lautum.network.architecture.Architectures}
 * @param engine what executes training steps: {@code auto}, {@code onednn}, {@code onednn-bfloat16}
 *     or {@code dl4j}
 */
public record NetworkConfig(String architecture, String engine) implements Serializable {
  static NetworkConfig read(Section section) {
    return new NetworkConfig(
        section.required("architecture"),
        section.oneOf("engine", "auto", "onednn", "onednn-bfloat16", "dl4j"));
  }
}
