package io.lautum.pretrain;

import io.lautum.config.ExperimentConfig;
import io.lautum.config.PretrainConfig;
import io.lautum.config.RegularizationConfig;
import io.lautum.config.SampledTrainingConfig;
import io.lautum.data.RandomStream;
import io.lautum.distributed.MinibatchStep;
import io.lautum.distributed.SampledStep;
import io.lautum.distributed.TrainingPlan;
import io.lautum.distributed.UpdaterStep;
import io.lautum.execution.NetworkBlueprint;
import io.lautum.method.PreTransfer;
import io.lautum.method.SampledTraining;
import io.lautum.network.TrainedWeights;
import io.lautum.network.TransferNetwork;
import io.lautum.network.TransferTerm;
import io.lautum.network.Updaters;
import io.lautum.shard.Manifest;
import io.lautum.shard.ShardSet;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Training plans of one experiment's source, with the same network and minibatches. Driver only.
 */
public final class TrainingPlans {
  /** It would be noise in the outputs whose information is measured. */
  private static final double NO_DROPOUT = 0;

  private final ExperimentConfig config;
  private final Manifest manifest;
  private final String shards;
  private final TransferNetwork network;

  /**
   * @param shards folder of the manifest
   */
  public TrainingPlans(ExperimentConfig config, Manifest manifest, String shards) {
    this.config = config;
    this.manifest = manifest;
    this.shards = shards;
    network =
        new TransferNetwork(
            config.network().architecture(),
            manifest.source().shape(),
            manifest.source().classes().size(),
            NO_DROPOUT);
  }

  /** The network that all of them train. */
  public TransferNetwork network() {
    return network;
  }

  /** The plan of a method as configured. */
  public TrainingPlan of(PreTransfer method) {
    PretrainConfig pretrain = config.pretrain();
    return method.sampling(pretrain).map(this::sampled).orElseGet(() -> updated(method));
  }

  private TrainingPlan updated(PreTransfer method) {
    PretrainConfig pretrain = config.pretrain();
    long examples = pretrain.epochs() * manifest.examples(ShardSet.SOURCE_TRAIN);
    long examplesPerRound =
        (long) manifest.workers() * pretrain.batchSize() * pretrain.averagingFrequency();
    int rounds = Math.toIntExact((examples + examplesPerRound - 1) / examplesPerRound);
    int iterations = Math.multiplyExact(rounds, pretrain.averagingFrequency());
    IUpdater updater =
        pretrain.linearDecay()
            ? Updaters.linearDecay(pretrain.learningRate(), iterations)
            : Updaters.constant(pretrain.learningRate());
    Optional<TransferTerm> term = method.term(pretrain);
    return plan(
        blueprint(
            network.training(updater, config.seed(), term),
            pretrain.batchSize(),
            pretrain.regularization()),
        UpdaterStep.of(pretrain.regularization()),
        term.isPresent(),
        pretrain.averagingFrequency(),
        rounds);
  }

  /** Sampled training on the cross-entropy alone. */
  public TrainingPlan sampled(SampledTraining sampling) {
    SampledTrainingConfig schedule = sampling.schedule();
    // Its updater is not used, but a graph has to have one.
    ComputationGraphConfiguration graph = graph(Updaters.constant(1));
    return plan(
        blueprint(graph, schedule.batchSize(), RegularizationConfig.NONE),
        new SampledStep(sampling.step(), TrainedWeights.of(graph)),
        false,
        schedule.averagingFrequency(),
        schedule.rounds());
  }

  /** Back-propagation of the cross-entropy alone. */
  public TrainingPlan updated(IUpdater updater, int batchSize, int averagingFrequency, int rounds) {
    return plan(
        blueprint(graph(updater), batchSize, RegularizationConfig.NONE),
        UpdaterStep.of(RegularizationConfig.NONE),
        false,
        averagingFrequency,
        rounds);
  }

  private ComputationGraphConfiguration graph(IUpdater updater) {
    return network.training(updater, config.seed(), Optional.empty());
  }

  private NetworkBlueprint blueprint(
      ComputationGraphConfiguration graph, int batchSize, RegularizationConfig regularization) {
    return NetworkBlueprint.of(
        graph, config.network().engine(), network.shape(), batchSize, regularization);
  }

  private TrainingPlan plan(
      NetworkBlueprint blueprint,
      MinibatchStep step,
      boolean usesTarget,
      int averagingFrequency,
      int rounds) {
    return new TrainingPlan(
        blueprint,
        step,
        manifest,
        shards,
        usesTarget,
        config.pretrain().lautum().averaged(),
        config.pretrain().augmentation(),
        averagingFrequency,
        rounds,
        RandomStream.TRAINING.seed(config.seed()));
  }
}
