package io.lautum.distributed;

import io.lautum.config.AugmentationConfig;
import io.lautum.execution.NetworkBlueprint;
import io.lautum.shard.Manifest;
import java.io.Serializable;

/**
 * Everything that does not change during a training run; travels to executors.
 *
 * @param network trained, its inputs as {@code io.lautum.network.TransferNetwork#training} orders
 *     them
 * @param step what a worker does with a minibatch
 * @param manifest of the shards
 * @param shards folder of the manifest
 * @param usesTarget whether the graph has a term, and the unlabelled target images as an input
 * @param sharesStatistics whether workers average the network's statistics, or each keeps its own
 * @param augmentation random changes to every image of a minibatch
 * @param averagingFrequency minibatches a worker and round
 * @param rounds averagings in all
 * @param seed of batch order, augmentation, dropout and sampling
 */
public record TrainingPlan(
    NetworkBlueprint network,
    MinibatchStep step,
    Manifest manifest,
    String shards,
    boolean usesTarget,
    boolean sharesStatistics,
    AugmentationConfig augmentation,
    int averagingFrequency,
    int rounds,
    long seed)
    implements Serializable {
  /** The same plan of another length. */
  public TrainingPlan withRounds(int newRounds) {
    return new TrainingPlan(
        network,
        step,
        manifest,
        shards,
        usesTarget,
        sharesStatistics,
        augmentation,
        averagingFrequency,
        newRounds,
        seed);
  }

  /** Number of workers, each with one shard of every set. */
  public int workers() {
    return manifest.workers();
  }

  /** Source examples a minibatch and worker, and as many of the target where it is used. */
  public int batchSize() {
    return network.batchSize();
  }

  /** Minibatches a worker in the whole run. */
  public int iterations() {
    return Math.multiplyExact(rounds, averagingFrequency);
  }
}
