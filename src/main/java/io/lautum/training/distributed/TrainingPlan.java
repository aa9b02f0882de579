package io.lautum.training.distributed;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.data.shard.HeldOutExamples;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.operations.cluster.JavaSerialization;
import io.lautum.training.NetworkBlueprint;
import java.io.Serializable;

/**
 * Everything that does not change during a training run; travels to executors.
 *
 * @param network network that is trained
 * @param step step that a worker takes on a minibatch
 * @param manifest manifest of the shards
 * @param shards folder of the manifest
 * @param augmentation random changes to every image of a minibatch, except strong views
 * @param strongAugmentation random changes to the images of strong views
 * @param labelSmoothing probability that targets spread evenly over all classes
 * @param heldOut share of each worker's source examples that is held out
 * @param averagingInterval minibatches per worker and round
 * @param rounds total number of averaging rounds
 * @param seed seed of batch order, augmentation, dropout and sampling
 */
@DefaultSerializer(JavaSerialization.class)
public record TrainingPlan(
    NetworkBlueprint network,
    MinibatchStep step,
    Manifest manifest,
    String shards,
    AugmentationConfig augmentation,
    AugmentationConfig strongAugmentation,
    double labelSmoothing,
    double heldOut,
    int averagingInterval,
    int rounds,
    long seed)
    implements Serializable {
  /** Returns the same plan with another number of rounds. */
  public TrainingPlan withRounds(int newRounds) {
    return with(network, heldOut, newRounds);
  }

  /** Returns the same plan with another share of held-out examples. */
  public TrainingPlan withHeldOut(double newHeldOut) {
    return with(network, newHeldOut, rounds);
  }

  /** Returns the same plan with another network. */
  public TrainingPlan withNetwork(NetworkBlueprint newNetwork) {
    return with(newNetwork, heldOut, rounds);
  }

  private TrainingPlan with(NetworkBlueprint newNetwork, double newHeldOut, int newRounds) {
    return new TrainingPlan(
        newNetwork,
        step,
        manifest,
        shards,
        augmentation,
        strongAugmentation,
        labelSmoothing,
        newHeldOut,
        averagingInterval,
        newRounds,
        seed);
  }

  /** Returns the division of a worker's source examples. */
  public HeldOutExamples division(int worker, int examples) {
    return HeldOutExamples.of(examples, heldOut, divisionSeed(seed, worker));
  }

  /**
   * Returns the seed of the division of a worker's source examples.
   *
   * @param seed seed of the training
   */
  public static long divisionSeed(long seed, int worker) {
    return RandomStream.HELD_OUT_SOURCE.seed(seed, worker);
  }

  /** Returns the number of workers, each with one shard of every set. */
  public int workers() {
    return manifest.workers();
  }

  /** Returns the most results of workers that the driver receives before it averages them. */
  public int resultsAtATime() {
    return Math.min(workers(), TreeMean.FAN_IN);
  }

  /** Returns the number of source examples per minibatch and worker. */
  public int batchSize() {
    return network.groups().get(0).rows();
  }

  /**
   * Returns the number of unlabelled target examples per minibatch and worker, each of which may
   * have several views; 0 if the target is not used.
   */
  public int targetBatchSize() {
    return network.groups().size() == 1 ? 0 : network.groups().get(1).rows();
  }

  /** Returns the number of minibatches per worker in the whole run. */
  public int iterations() {
    return Math.multiplyExact(rounds, averagingInterval);
  }

  /** Returns the number of the round that starts from a state, from 1. */
  int round(TrainingState state) {
    return state.iteration() / averagingInterval + 1;
  }
}
