package io.lautum.training.pretrain;

import io.lautum.data.image.ValueType;
import io.lautum.data.shard.FirstImages;
import io.lautum.data.shard.HeldOutExamples;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.method.PreTransfer;
import io.lautum.method.SampledTraining;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.Optimizers;
import io.lautum.training.augmentation.StrongAugmentation;
import io.lautum.training.distributed.MinibatchStep;
import io.lautum.training.distributed.SampledStep;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.distributed.UpdaterStep;
import java.util.List;
import java.util.stream.Stream;

/** Creates training plans on one experiment's source, with the same network. Driver only. */
public final class TrainingPlans {
  /**
   * Pre-training uses no dropout: it would add noise to the outputs whose information is measured.
   */
  private static final double NO_DROPOUT = 0;

  private final ExperimentConfig config;
  private final Manifest manifest;
  private final String shards;
  private final FirstImages first;
  private final ValueType values;
  private final TransferNetwork network;

  /**
   * @param shards folder of the manifest
   */
  public TrainingPlans(ExperimentConfig config, Manifest manifest, String shards) {
    this.config = config;
    this.manifest = manifest;
    this.shards = shards;
    first = FirstImages.of(manifest);
    values = first.domain().normalization().values();
    config.pretrain().augmentation().require(config, "pretrain", values == ValueType.FLOAT);
    network =
        new TransferNetwork(
            config.network().architecture(),
            first.domain().shape(),
            first.domain().classes().size(),
            NO_DROPOUT);
  }

  /** Returns the network that all plans train. */
  public TransferNetwork network() {
    return network;
  }

  /** Returns the plan of a method as configured. */
  public TrainingPlan of(PreTransfer method) {
    PretrainConfig pretrain = config.pretrain();
    return method
        .sampling(pretrain)
        .map(this::sampled)
        .orElseGet(() -> updated(method))
        .withHeldOut(heldOut());
  }

  /** Returns a sentence for each term of a method whose cost few users expect. */
  public List<String> costs(PreTransfer method) {
    PretrainConfig pretrain = config.pretrain();
    return method.terms(pretrain, 1).stream()
        .flatMap(
            term ->
                TermCost.sentence(
                    term, network.graph(), manifest.whitening().components(), pretrain.batchSize())
                    .stream())
        .toList();
  }

  private TrainingPlan updated(PreTransfer method) {
    PretrainConfig pretrain = config.pretrain();
    long steps = steps(pretrain.epochs());
    int interval =
        pretrain
            .averagingInterval()
            .orElseGet(
                // One target image per source image, so that all methods of a comparison
                // average equally often.
                () ->
                    AveragingInterval.of(
                        network.graph(), 2 * pretrain.batchSize(), steps(1), steps));
    int rounds = Math.toIntExact((steps + interval - 1) / interval);
    int iterations = Math.multiplyExact(rounds, interval);
    return plan(
        blueprint(
                Optimizers.of(pretrain.optimizer(), iterations),
                pretrain.batchSize(),
                method.terms(pretrain, iterations),
                pretrain.regularization())
            .averagingWeights(pretrain.averagesWeights()),
        UpdaterStep.of(pretrain.regularization()),
        method.augmentsSourceStrongly() ? strongAugmentation() : augmentation(),
        interval,
        rounds);
  }

  /** Returns the number of minibatches per worker in so many passes over the first images. */
  private long steps(long epochs) {
    long examples =
        epochs
            * manifest.files(first.set()).stream()
                .mapToLong(file -> trained(Math.toIntExact(file.examples())))
                .sum();
    long examplesPerStep = (long) manifest.workers() * config.pretrain().batchSize();
    return (examples + examplesPerStep - 1) / examplesPerStep;
  }

  private int trained(int examples) {
    return examples - HeldOutExamples.count(examples, heldOut());
  }

  /** Without labels, nothing tells which weights are best. */
  private double heldOut() {
    return first.areLabelled() ? config.pretrain().earlyStopping().heldOut() : 0;
  }

  /** Returns a plan of sampled training on only the cross-entropy. */
  public TrainingPlan sampled(SampledTraining sampling) {
    return plan(
        blueprint(new Optimizer.None(), sampling.batchSize(), List.of(), RegularizationConfig.NONE),
        new SampledStep(sampling.step(), network.graph().parameters().trainable()),
        augmentation(),
        sampling.averagingInterval(),
        sampling.rounds());
  }

  /** Returns a plan of back-propagation of only the cross-entropy. */
  public TrainingPlan updated(
      Optimizer optimizer, int batchSize, int averagingInterval, int rounds) {
    return plan(
        blueprint(optimizer, batchSize, List.of(), RegularizationConfig.NONE),
        UpdaterStep.of(RegularizationConfig.NONE),
        augmentation(),
        averagingInterval,
        rounds);
  }

  private AugmentationConfig augmentation() {
    AugmentationConfig configured = config.pretrain().augmentation();
    return values == ValueType.FLOAT ? configured.forVectors() : configured;
  }

  private AugmentationConfig strongAugmentation() {
    return StrongAugmentation.of(
        config.pretrain().strongAugmentation(), first.domain().shape(), values);
  }

  /**
   * Adds the groups of unlabelled target images that terms read, as large as that of the source.
   */
  private NetworkBlueprint blueprint(
      Optimizer optimizer,
      int batchSize,
      List<TermSpec> terms,
      RegularizationConfig regularization) {
    List<String> read = terms.stream().flatMap(term -> term.groups().stream()).toList();
    List<ImageGroup> groups =
        Stream.of(
                ImageGroup.LABELLED,
                ImageGroup.UNLABELLED,
                ImageGroup.STRONG_VIEW,
                ImageGroup.OTHER_STRONG_VIEW)
            .filter(role -> role.equals(ImageGroup.LABELLED) || read.contains(role))
            .map(role -> ImageGroup.trained(role, batchSize))
            .toList();
    return NetworkBlueprint.of(
        network.graph(), config.network(), groups, optimizer, terms, regularization);
  }

  private static boolean hasStrongViews(NetworkBlueprint blueprint) {
    return blueprint.groups().stream()
        .map(ImageGroup::role)
        .anyMatch(role -> role.equals(ImageGroup.STRONG_VIEW));
  }

  private TrainingPlan plan(
      NetworkBlueprint blueprint,
      MinibatchStep step,
      AugmentationConfig augmentation,
      int averagingInterval,
      int rounds) {
    return new TrainingPlan(
        blueprint,
        step,
        manifest,
        shards,
        augmentation,
        hasStrongViews(blueprint) ? strongAugmentation() : AugmentationConfig.OFF,
        config.pretrain().labelSmoothing(),
        0,
        averagingInterval,
        rounds,
        RandomStream.TRAINING.seed(config.seed()));
  }
}
