package io.lautum.training.pretrain;

import io.lautum.UserException;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.network.model.ModelMetadata;
import io.lautum.training.distributed.Checkpoints;
import io.lautum.training.distributed.TrainingListener;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.distributed.TrainingState;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is measured on source images during a training; with {@code pretrain.early-stopping}, also
 * where the training ends and which weights the model has. Driver only.
 */
final class SourceProbes {
  private static final Logger LOG = LoggerFactory.getLogger(PretrainJob.class);

  private final TrainingPlan plan;
  private final Checkpoints checkpoints;
  private final List<WeightsProbe> probes = new ArrayList<>();
  private final Optional<EarlyStopping> stopping;

  /**
   * Reads the images.
   *
   * @param images images of the source
   * @param metadata metadata of the model
   * @param checkpoints checkpoints of the training
   * @throws UserException if early stopping is not possible
   */
  SourceProbes(
      SourceImagesJob images,
      ExperimentConfig config,
      ModelMetadata metadata,
      Checkpoints checkpoints) {
    plan = images.plan();
    this.checkpoints = checkpoints;
    if (plan.manifest().source() != null) {
      probes.add(evaluation(config, images.training(), metadata).accuracy());
    }
    if (plan.heldOut() == 0) {
      stopping = Optional.empty();
      return;
    }
    requireEarlyStopping(config);
    SourceImages heldOut = images.heldOut();
    if (heldOut.labels().length == 0) {
      throw new UserException(
          "pretrain.early-stopping.held-out: the source has too few training images to hold any"
              + " out; set it to 0");
    }
    EarlyStopping search =
        new EarlyStopping(
            checkpoints,
            config.pretrain().earlyStopping().patience(),
            plan.rounds(),
            evaluation(config, heldOut, metadata)::of);
    probes.add(search);
    stopping = Optional.of(search);
  }

  private static void requireEarlyStopping(ExperimentConfig config) {
    if (config.pretrain().trainer().equals("dl4j")) {
      throw new UserException(
          "pretrain.early-stopping.held-out: pretrain.trainer = dl4j cannot stop early; set it to"
              + " averaging");
    }
  }

  private static SourceEvaluation evaluation(
      ExperimentConfig config, SourceImages images, ModelMetadata metadata) {
    return new SourceEvaluation(
        images, metadata, config.evaluateBatch(), config.network().engine());
  }

  /** Returns the probes, which get the weights with heads. */
  List<WeightsProbe> probes() {
    return probes.stream().map(this::withoutHeads).toList();
  }

  private WeightsProbe withoutHeads(WeightsProbe probe) {
    return (round, weights) -> probe.measure(round, plan.network().withoutHeads(weights));
  }

  /** Returns the listeners that the training needs. */
  List<TrainingListener> listeners() {
    return stopping.<List<TrainingListener>>map(List::of).orElse(List.of());
  }

  /**
   * Returns the state that the training continues from; empty if it starts from the first round.
   */
  Optional<TrainingState> saved() throws IOException {
    Optional<TrainingState> saved = checkpoints.latest();
    if (saved.isPresent() && stopping.isPresent()) {
      int round = saved.get().iteration() / plan.averagingInterval();
      if (!stopping.get().resumesAfter(round)) {
        checkpoints.files().delete(checkpoints.folder(), true);
        return Optional.empty();
      }
    }
    return saved;
  }

  /**
   * Returns the model's weights, without heads.
   *
   * @param last weights after the last round
   */
  float[] model(float[] last) {
    if (stopping.isEmpty()) {
      return plan.network().withoutHeads(last);
    }
    LOG.info(stopping.get().sentence());
    return stopping.get().bestWeights();
  }
}
