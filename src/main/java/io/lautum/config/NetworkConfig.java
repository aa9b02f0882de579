package io.lautum.config;

import java.io.Serializable;

/**
 * The network.
 *
 * @param architecture name in {@code io.lautum.network.Architectures}
 */
public record NetworkConfig(String architecture) implements Serializable {
  static NetworkConfig read(Section section) {
    return new NetworkConfig(section.required("architecture"));
  }
}
