package io.lautum.config;

import java.io.Serializable;

/**
 * How the datasets become shards.
 *
 * @param labelledFraction share of each target class's training examples that may be labelled
 * @param components principal components kept by whitening
 * @param exactUpTo values an image may have for its components to be exact
 */
public record PrepareConfig(double labelledFraction, int components, int exactUpTo)
    implements Serializable {
  static PrepareConfig read(Section section) {
    return new PrepareConfig(
        section.below("labelled-fraction", 1e-6, 1),
        section.atLeast("components", 1),
        section.atLeast("exact-up-to", 0));
  }
}
