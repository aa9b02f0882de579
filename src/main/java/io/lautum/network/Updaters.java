package io.lautum.network;

import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** How gradients become steps. */
public final class Updaters {
  private Updaters() {}

  /** Adam (Kingma &amp; Ba 2015) with a constant learning rate. */
  public static IUpdater constant(double learningRate) {
    return new Adam(learningRate);
  }

  /** Adam whose learning rate falls linearly to zero over {@code iterations} minibatches. */
  public static IUpdater linearDecay(double learningRate, int iterations) {
    return new Adam(new LinearDecay(learningRate, iterations));
  }
}
