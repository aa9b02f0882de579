package io.lautum.training.finetune;

import io.lautum.data.image.Normalization;
import io.lautum.data.image.ValueType;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.method.SemiSupervision;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.loss.State;
import io.lautum.network.model.TransferNetwork;
import io.lautum.training.CurrentTask;
import io.lautum.training.Minibatch;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.Targets;
import io.lautum.training.TrainingStep;
import io.lautum.training.augmentation.Augmentation;
import io.lautum.training.augmentation.StrongAugmentation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The steps of one fine-tuning, one after the other, from the first one or from a state. The later
 * steps are a function of the state, the configuration and the examples. Not thread-safe.
 */
final class FineTuneSteps implements AutoCloseable {
  private final FineTuneConfig config;
  private final NetworkBlueprint blueprint;
  private final Optional<SemiSupervision> unlabelled;
  private final int count;
  private final Optional<StepSearch> stopping;
  private final long seed;
  private final long dropoutSeed;
  private final Augmentation augmentation;
  private final Augmentation strongAugmentation;
  private final TargetMinibatches minibatches;
  private final LabelledTargets targets;
  private final TrainingStep trained;
  private int taken;

  /**
   * @param blueprint the network with the groups of {@code unlabelled}
   * @param unlabelled how the training learns from unlabelled images; a new object
   * @param weights initial weights
   * @param count number of steps; fewer than configured are the first of the configured ones, with
   *     the same learning rates
   * @param stopping what chooses the number of steps, if this training is a search
   * @param seed seed of batch order, augmentation and dropout
   */
  FineTuneSteps(
      FineTuneConfig config,
      TransferNetwork network,
      Normalization.Table normalization,
      NetworkBlueprint blueprint,
      Optional<SemiSupervision> unlabelled,
      float[] weights,
      TargetExamples examples,
      int count,
      Optional<StepSearch> stopping,
      long seed) {
    this.config = config;
    this.blueprint = blueprint;
    this.unlabelled = unlabelled;
    this.count = count;
    this.stopping = stopping;
    this.seed = seed;
    dropoutSeed = RandomStream.FINE_TUNING_DROPOUT.seed(seed);
    ValueType values = normalization.values();
    augmentation =
        new Augmentation(
            values == ValueType.FLOAT ? config.augmentation().forVectors() : config.augmentation(),
            network.shape(),
            RandomStream.FINE_TUNING_AUGMENTATION.seed(seed));
    strongAugmentation =
        new Augmentation(
            StrongAugmentation.of(config.strongAugmentation(), network.shape(), values),
            network.shape(),
            RandomStream.FINE_TUNING_STRONG_AUGMENTATION.seed(seed));
    minibatches =
        new TargetMinibatches(
            examples,
            blueprint.groups(),
            normalization,
            augmentation,
            strongAugmentation,
            Math.round(config.steps() * (1 - config.unaugmentedFraction())),
            seed);
    targets = LabelledTargets.of(config, examples.labels(), network.classes());
    trained = blueprint.build();
    trained.load(EngineState.initial(blueprint.withHeads(weights, seed)), State.EMPTY, dropoutSeed);
  }

  /** Returns the number of steps of the whole training. */
  int count() {
    return count;
  }

  /** Returns the number of steps that have been taken. */
  int taken() {
    return taken;
  }

  /** Returns whether steps remain. */
  boolean remain() {
    return taken < count && stopping.stream().noneMatch(StepSearch::isOver);
  }

  /**
   * Takes the next step.
   *
   * @param listener called with its result
   * @throws java.util.concurrent.CancellationException if the thread is interrupted
   */
  void take(StepListener listener) {
    CurrentTask.requireWanted();
    int[] numbers = minibatches.examples(taken);
    List<double[]> extras = unlabelled.stream().map(one -> one.termInputs(taken, numbers)).toList();
    double loss = trained.fit(minibatch(extras));
    double crossEntropy = Double.isFinite(loss) ? trained.crossEntropy() : loss;
    Map<String, Double> metrics = new LinkedHashMap<>(trained.metrics());
    if (stopping.isPresent() && stopping.get().checksAfter(taken + 1)) {
      double heldOut = stopping.get().crossEntropy(weights());
      stopping.get().add(taken + 1, heldOut);
      metrics.put(StepSearch.HELD_OUT, heldOut);
    }
    listener.finished(taken + 1, crossEntropy, metrics);
    unlabelled.ifPresent(one -> one.observe(taken, numbers, trained.probabilities()));
    taken++;
  }

  private Minibatch minibatch(List<double[]> extras) {
    ImageBatch images = minibatches.images(taken);
    Targets labels = targets.of(minibatches.labels(taken));
    if (config.mixup() == 0 || !minibatches.augments(taken)) {
      return new Minibatch(images, labels, extras);
    }
    Mixup.Mixture mixture = new Mixup(config.mixup(), labels.rows(), seed).at(taken);
    return new Minibatch(
        mixture.of(images, augmentation.shape().size()), mixture.of(labels), extras);
  }

  /**
   * Returns a copy of the state after the steps that have been taken.
   *
   * @param history these steps
   */
  FineTuneState state(StepHistory history) {
    return new FineTuneState(
        trained.state(),
        trained.components(),
        trained.dropoutPosition(),
        new long[] {augmentation.position(), strongAugmentation.position()},
        unlabelled.map(SemiSupervision::state).orElseGet(TreeMap::new),
        history);
  }

  /** Continues from a state of the same training. */
  void restore(FineTuneState state) {
    trained.load(state.engine(), state.components(), dropoutSeed);
    trained.continueDropout(state.dropout());
    augmentation.restart(state.augmentations()[0]);
    strongAugmentation.restart(state.augmentations()[1]);
    unlabelled.ifPresent(one -> one.restore(state.unlabelled()));
    taken = state.engine().steps();
    stopping.ifPresent(
        search ->
            state
                .history()
                .report(
                    (step, crossEntropy, metrics) -> {
                      if (metrics.containsKey(StepSearch.HELD_OUT)) {
                        search.add(step, metrics.get(StepSearch.HELD_OUT));
                      }
                    }));
  }

  /** Returns the weights of the model file. */
  float[] weights() {
    EngineState last = trained.state();
    return blueprint.withoutHeads(config.averagesWeights() ? last.shadow() : last.weights());
  }

  @Override
  public void close() {
    trained.close();
  }
}
