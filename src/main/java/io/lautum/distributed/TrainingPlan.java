package io.lautum.distributed;

import io.lautum.execution.Engine;
import io.lautum.shard.Manifest;
import java.io.Serializable;

/**
 * Everything that does not change during a training run; travels to executors.
 *
 * @param graph the training graph as DL4J's JSON, inputs as {@code
 *     io.lautum.network.TransferNetwork#training} orders them
 * @param engine executes the graph
 * @param manifest of the shards
 * @param shards folder of the manifest
 * @param usesTarget whether the graph has the target's input and loss
 * @param sharesStatistics whether workers average the target loss's running statistics, or each
 *     keeps its own
 * @param batchSize source examples a minibatch and worker, and as many of the target
 * @param averagingFrequency minibatches a worker and round
 * @param rounds averagings in all
 * @param seed of batch order and dropout
 */
public record TrainingPlan(
    String graph,
    Engine engine,
    Manifest manifest,
    String shards,
    boolean usesTarget,
    boolean sharesStatistics,
    int batchSize,
    int averagingFrequency,
    int rounds,
    long seed)
    implements Serializable {
  /** Number of workers, each with one shard of every set. */
  public int workers() {
    return manifest.workers();
  }

  /** Minibatches a worker in the whole run. */
  public int iterations() {
    return Math.multiplyExact(rounds, averagingFrequency);
  }
}
