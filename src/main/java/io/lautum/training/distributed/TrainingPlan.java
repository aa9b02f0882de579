package io.lautum.training.distributed;

import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.network.step.ImageGroup;
import io.lautum.training.NetworkBlueprint;
import java.io.Serializable;

/**
 * Everything that does not change during a training run; travels to executors.
 *
 * @param network that is trained
 * @param step what a worker does with a minibatch
 * @param manifest of the shards
 * @param shards folder of the manifest
 * @param augmentation random changes to every image of a minibatch
 * @param averagingInterval minibatches a worker and round
 * @param rounds averagings in all
 * @param seed of batch order, augmentation, dropout and sampling
 */
public record TrainingPlan(
    NetworkBlueprint network,
    MinibatchStep step,
    Manifest manifest,
    String shards,
    AugmentationConfig augmentation,
    int averagingInterval,
    int rounds,
    long seed)
    implements Serializable {
  /** The same plan of another length. */
  public TrainingPlan withRounds(int newRounds) {
    return new TrainingPlan(
        network, step, manifest, shards, augmentation, averagingInterval, newRounds, seed);
  }

  /** Number of workers, each with one shard of every set. */
  public int workers() {
    return manifest.workers();
  }

  /** Source examples per minibatch and worker. */
  public int batchSize() {
    return network.groups().get(0).rows();
  }

  /** Unlabelled target examples per minibatch and worker; 0 if the target is not used. */
  public int targetBatchSize() {
    return network.groups().stream()
        .filter(group -> group.role().equals(ImageGroup.UNLABELLED))
        .mapToInt(ImageGroup::rows)
        .sum();
  }

  /** Minibatches a worker in the whole run. */
  public int iterations() {
    return Math.multiplyExact(rounds, averagingInterval);
  }
}
