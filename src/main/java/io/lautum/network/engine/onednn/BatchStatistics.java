package io.lautum.network.engine.onednn;

/** How a pass treats the statistics of batch normalisation. */
enum BatchStatistics {
  /** Normalises by the minibatch's, which the running averages follow. */
  FOLLOWED,
  /** Normalises by the minibatch's; the running averages stay. */
  TRANSIENT,
  /** Normalises by the running averages. */
  RUNNING
}
