package io.lautum.training.finetune;

import io.lautum.data.image.Normalization;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.method.PostTransfer;
import io.lautum.method.SemiSupervision;
import io.lautum.method.TargetCounts;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.ImageGroup;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.Optimizers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains the network, or only its last layer, on labelled target examples: cross-entropy (arXiv
 * 1904.01670, eq. 3) and the additions of a post-transfer stage, and augmented minibatches except
 * for the unaugmented steps at the end. Travels to executors.
 */
public final class FineTuner implements Serializable {
  private static final long serialVersionUID = 1L;

  private final FineTuneConfig config;
  private final TransferNetwork network;
  private final NetworkConfig engine;
  private final Normalization.Table normalization;
  private final EngineChoices choices;

  /**
   * @param network network with one output per target class
   * @param engine engine and precision of training steps
   */
  public FineTuner(
      FineTuneConfig config,
      TransferNetwork network,
      NetworkConfig engine,
      Normalization.Table normalization) {
    this(config, network, engine, normalization, EngineChoices.NONE);
  }

  private FineTuner(
      FineTuneConfig config,
      TransferNetwork network,
      NetworkConfig engine,
      Normalization.Table normalization,
      EngineChoices choices) {
    this.config = config;
    this.network = network;
    this.engine = engine;
    this.normalization = normalization;
    this.choices = choices;
  }

  /** Returns the same tuner with recorded choices of engines. */
  public FineTuner withChoices(EngineChoices recorded) {
    return new FineTuner(config, network, engine, normalization, recorded);
  }

  /** Returns random weights. */
  public float[] initialWeights(long seed) {
    return network.initialWeights(seed);
  }

  /**
   * Returns the weights at the start of training: the source's hidden layers and the configured
   * last layer; random weights without a source.
   *
   * @param classes the target's class names
   * @throws io.lautum.UserException if the source's last layer is wanted and does not fit
   */
  public float[] startingWeights(Optional<TrainedModel> source, List<String> classes, long seed) {
    if (source.isEmpty()) {
      return initialWeights(seed);
    }
    float[] weights = withRandomHead(source.get().parameters(), seed);
    if (config.head() != FineTuneConfig.Head.RANDOM) {
      StartingHead.copy(
          source.get(), config.head(), weights, network.graph().parameters(), classes);
    }
    return weights;
  }

  /**
   * Returns the hidden layers of a source's network with a random last layer, which comes last in
   * the flat order. The source may have another number of classes.
   */
  public float[] withRandomHead(float[] source, long seed) {
    float[] weights = network.initialWeights(seed);
    int hidden = network.graph().parameters().offset("logits");
    System.arraycopy(source, 0, weights, 0, hidden);
    return weights;
  }

  /**
   * Trains and returns the new weights.
   *
   * @param after post-transfer stage
   * @param weights initial weights
   * @param examples labelled examples, and unlabelled ones if {@code after} or the configuration
   *     uses them
   * @param seed seed of batch order, augmentation and dropout
   * @param listener called after each step
   */
  public float[] train(
      PostTransfer after,
      float[] weights,
      TargetExamples examples,
      long seed,
      StepListener listener) {
    return train(after, weights, examples, seed, listener, Optional.empty());
  }

  /**
   * Trains and returns the new weights, which do not depend on the checkpoints.
   *
   * @param after post-transfer stage
   * @param weights initial weights
   * @param examples labelled examples, and unlabelled ones if {@code after} uses them
   * @param seed seed of batch order, augmentation and dropout
   * @param listener called with every step, including those before a checkpoint
   * @param checkpoints checkpoints of this training
   * @throws java.io.UncheckedIOException if the file system of the checkpoints fails
   */
  public float[] train(
      PostTransfer after,
      float[] weights,
      TargetExamples examples,
      long seed,
      StepListener listener,
      Optional<FineTuneCheckpoints> checkpoints) {
    Optional<SemiSupervision> unlabelled = semiSupervision(after, examples);
    NetworkBlueprint blueprint = blueprint(unlabelled, batchSize(examples)).withChoices(choices);
    Optional<TargetStatistics> statistics =
        TargetStatistics.of(config, network.graph(), blueprint, normalization, examples, seed);
    float[] start = statistics.map(one -> one.before(weights)).orElse(weights);
    try (FineTuneSteps steps =
        new FineTuneSteps(
            config, network, normalization, blueprint, unlabelled, start, examples, seed)) {
      if (checkpoints.isPresent()) {
        FineTuneCheckpoints states = checkpoints.get();
        String digest =
            TrainingDigest.of(states.origin(), config, network, blueprint, start, examples, seed);
        states.train(steps, digest, listener);
      }
      while (steps.remain()) {
        steps.take(listener);
      }
      float[] trained = steps.weights();
      return statistics.map(one -> one.after(trained)).orElse(trained);
    }
  }

  /** Returns the network that is trained, without recorded choices. */
  public NetworkBlueprint blueprint(PostTransfer after, TargetExamples examples) {
    return blueprint(semiSupervision(after, examples), batchSize(examples));
  }

  private NetworkBlueprint blueprint(Optional<SemiSupervision> unlabelled, int batchSize) {
    List<ImageGroup> groups = new ArrayList<>();
    groups.add(ImageGroup.trained(ImageGroup.LABELLED, batchSize));
    unlabelled.ifPresent(one -> groups.addAll(one.groups(batchSize)));
    NetworkBlueprint blueprint =
        NetworkBlueprint.of(
                network.graph(),
                engine,
                groups,
                Optimizers.of(config.optimizer(), config.steps()),
                unlabelled.stream().map(SemiSupervision::term).toList(),
                config.regularization())
            .averagingWeights(config.averagesWeights());
    return config.layers() == FineTuneConfig.Layers.HEAD
        ? blueprint.trainingOnlyLastLayer()
        : blueprint;
  }

  private Optional<SemiSupervision> semiSupervision(PostTransfer after, TargetExamples examples) {
    TargetCounts target =
        TargetCounts.of(
            examples.labels(),
            network.classes(),
            examples.unlabelled().count(),
            batchSize(examples));
    return after.semiSupervision(config, target);
  }

  private int batchSize(TargetExamples examples) {
    return Math.min(config.batchSize(), examples.labels().length);
  }
}
