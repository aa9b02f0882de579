package io.lautum.network.engine;

/** How a pass treats the statistics of batch normalisation. */
public enum BatchStatistics {
  /** Normalises by the minibatch's statistics and updates the running averages. */
  FOLLOWED,
  /** Normalises by the minibatch's statistics and keeps the running averages. */
  TRANSIENT,
  /** Normalises by the running averages. */
  RUNNING
}
