package io.lautum.training.finetune;

import io.lautum.Text;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.method.PostTransfer;
import io.lautum.method.SemiSupervision;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.training.NetworkBlueprint;
import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the network, or only its last layer, on labelled target examples: cross-entropy (arXiv
 * 1904.01670, eq. 3) and the additions of a post-transfer stage, and augmented minibatches except
 * for the unaugmented steps at the end. Travels to executors.
 */
public final class FineTuner implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(FineTuner.class);

  private final FineTuneConfig config;
  private final TransferNetwork network;
  private final Normalization.Table normalization;
  private final FineTuneBlueprints blueprints;

  /**
   * @param network network with one output per target class
   * @param engine engine and precision of training steps
   */
  public FineTuner(
      FineTuneConfig config,
      TransferNetwork network,
      NetworkConfig engine,
      Normalization.Table normalization) {
    this(
        config,
        network,
        normalization,
        new FineTuneBlueprints(config, network, engine, EngineChoices.NONE));
  }

  private FineTuner(
      FineTuneConfig config,
      TransferNetwork network,
      Normalization.Table normalization,
      FineTuneBlueprints blueprints) {
    this.config = config;
    this.network = network;
    this.normalization = normalization;
    this.blueprints = blueprints;
  }

  /** Returns the same tuner with recorded choices of engines. */
  public FineTuner withChoices(EngineChoices recorded) {
    return new FineTuner(config, network, normalization, blueprints.withChoices(recorded));
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
    int hidden = network.graph().parameters().offset(NetworkGraph.LOGITS);
    System.arraycopy(source, 0, weights, 0, hidden);
    return weights;
  }

  /**
   * Trains and returns the new weights, which do not depend on the checkpoints.
   *
   * @param after post-transfer stage
   * @param weights initial weights
   * @param examples labelled examples, and unlabelled ones if {@code after} or the configuration
   *     uses them
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
    int batchSize = blueprints.batchSize(examples);
    Work work = new Work(after, weights, batchSize, seed);
    int count = config.steps();
    double share = config.earlyStopping().heldOut();
    if (config.earlyStopping().isOn() && HeldOutSplit.count(examples, share) > 0) {
      count = search(work, HeldOutSplit.of(examples, share, seed), listener, checkpoints);
    }
    return train(work, examples, count, Optional.empty(), listener, checkpoints);
  }

  /** The arguments that the search for the number of steps and the training of the model share. */
  private record Work(PostTransfer after, float[] weights, int batchSize, long seed) {}

  /** Returns the number of steps that is best for held-out examples. */
  private int search(
      Work work,
      HeldOutSplit split,
      StepListener listener,
      Optional<FineTuneCheckpoints> checkpoints) {
    try (StepSearch stopping =
        new StepSearch(
            split.heldOut(),
            network.graph(),
            normalization,
            TargetStatistics.engine(blueprints.engine().engine()),
            config.steps(),
            config.earlyStopping().patience())) {
      train(
          work,
          split.training(),
          config.steps(),
          Optional.of(stopping),
          new SearchListener(listener),
          checkpoints.map(of -> of.before("early-stopping")));
      LOG.info(
          "early stopping chooses {} of {} steps, with the cross-entropy {} of {} held-out"
              + " examples",
          stopping.best(),
          config.steps(),
          Text.format("%.4f", stopping.least()),
          split.heldOut().labels().length);
      return stopping.best();
    }
  }

  private float[] train(
      Work work,
      TargetExamples examples,
      int count,
      Optional<StepSearch> stopping,
      StepListener listener,
      Optional<FineTuneCheckpoints> checkpoints) {
    long seed = work.seed();
    Optional<SemiSupervision> unlabelled =
        blueprints.semiSupervision(work.after(), examples, work.batchSize());
    NetworkBlueprint blueprint = blueprints.of(unlabelled, work.batchSize());
    Optional<TargetStatistics> statistics =
        TargetStatistics.of(config, network.graph(), blueprint, normalization, examples, seed);
    float[] start = statistics.map(one -> one.before(work.weights())).orElse(work.weights());
    try (FineTuneSteps steps =
        new FineTuneSteps(
            config,
            network,
            normalization,
            blueprint,
            unlabelled,
            start,
            examples,
            count,
            stopping,
            seed)) {
      if (checkpoints.isPresent()) {
        FineTuneCheckpoints states = checkpoints.get();
        String digest =
            TrainingDigest.of(
                states.origin(), config, network, blueprint, start, examples, count, seed);
        states.train(steps, digest, listener);
      }
      while (steps.remain()) {
        steps.take(listener);
      }
      float[] trained = steps.weights();
      return statistics
          .filter(one -> stopping.isEmpty())
          .map(one -> one.after(trained))
          .orElse(trained);
    }
  }

  /**
   * Returns a sentence if the term of a post-transfer stage cannot act in a training.
   *
   * @param unlabelled number of unlabelled images
   */
  public Optional<String> idle(PostTransfer after, TargetExamples labelled, int unlabelled) {
    return blueprints
        .semiSupervision(after, labelled, unlabelled, batchSize(labelled))
        .flatMap(SemiSupervision::idle);
  }

  /** Returns the number of labelled images per minibatch. */
  public int batchSize(TargetExamples examples) {
    return blueprints.batchSize(examples);
  }

  /** Returns the network that is trained, without recorded choices. */
  public NetworkBlueprint blueprint(PostTransfer after, TargetExamples examples) {
    int batchSize = blueprints.batchSize(examples);
    return blueprints
        .of(blueprints.semiSupervision(after, examples, batchSize), batchSize)
        .withChoices(EngineChoices.NONE);
  }
}
