package io.lautum.config;

import java.io.Serializable;

/**
 * The network.
 *
 * @param architecture name in {@code io.lautum.network.Architectures}
 * @param dropout probability of dropping a unit of the last hidden layer while training
 */
public record NetworkConfig(String architecture, double dropout) implements Serializable {
  static NetworkConfig read(Section section) {
    return new NetworkConfig(section.required("architecture"), section.below("dropout", 0, 1));
  }
}
