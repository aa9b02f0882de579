package io.lautum.execution;

import io.lautum.network.TransferLoss;
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
   * @param statistics of {@link #statistics}; empty for fresh ones
   * @param iteration minibatches seen so far, on which the updater's step depends
   * @param seed of dropout
   */
  void load(float[] weights, float[] updater, double[] statistics, int iteration, long seed);

  /**
   * Trains on one minibatch.
   *
   * @return the loss before the step: cross-entropy, term and regularisers; not finite where
   *     training has diverged
   */
  double fit(Minibatch minibatch);

  /**
   * The cross-entropy of a minibatch at some weights, which become the network's.
   *
   * @param weights in DL4J's flat order
   */
  double crossEntropy(float[] weights, Minibatch minibatch);

  /**
   * The cross-entropy of a minibatch at some weights, which become the network's, and its gradient.
   *
   * @param weights in DL4J's flat order
   * @param gradient receives the gradient, in the same order; for the running statistics of batch
   *     normalisation, what is to be subtracted from them
   */
  double gradient(float[] weights, Minibatch minibatch, float[] gradient);

  /**
   * The gradient of a minibatch's cross-entropy by its images, at the network's weights.
   *
   * @throws IllegalStateException if the blueprint has no adversarial regulariser: others do not
   *     compute it
   */
  float[] imageGradient(Minibatch minibatch);

  /** Mean cross-entropy of the labelled images at the last minibatch of {@link #fit}. */
  double crossEntropy();

  /** A copy of the weights, in DL4J's flat order. */
  float[] weights();

  /** A copy of the updater's state, in DL4J's flat order; empty for a stateless one. */
  float[] updater();

  /**
   * What term and regularisers carry from minibatch to minibatch. The elementwise mean of several
   * workers' statistics is one to continue from.
   */
  double[] statistics();

  /** The graph's term, where it has one. */
  Optional<TransferLoss> term();

  /** Frees native memory; the network cannot be used afterwards. */
  @Override
  void close();
}
