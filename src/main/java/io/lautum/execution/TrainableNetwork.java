package io.lautum.execution;

import io.lautum.network.TargetLoss;
import java.util.Optional;

/**
 * A network that learns from minibatches of one size, one after the other. All that training
 * changes is set by {@link #load}: what follows is a function of that state and the minibatches.
 * Not for several threads at once.
 */
public interface TrainableNetwork extends AutoCloseable {
  /**
   * Takes over a state of training. The arrays stay the caller's.
   *
   * @param weights in DL4J's flat order
   * @param updater state of the updater, in DL4J's flat order; empty for a fresh one
   * @param iteration minibatches seen so far, on which the updater's step depends
   * @param seed of dropout
   */
  void load(float[] weights, float[] updater, int iteration, long seed);

  /**
   * Trains on one minibatch.
   *
   * @return the loss before the step: cross-entropy plus the target term; not finite where training
   *     has diverged
   */
  double fit(Minibatch minibatch);

  /** Mean cross-entropy of the labelled images at the last minibatch. */
  double crossEntropy();

  /** A copy of the weights, in DL4J's flat order. */
  float[] weights();

  /** A copy of the updater's state, in DL4J's flat order; empty for a stateless one. */
  float[] updater();

  /** The loss on target outputs, with its running statistics, where the graph has one. */
  Optional<TargetLoss> targetLoss();

  /** Frees native memory; the network cannot be used afterwards. */
  @Override
  void close();
}
