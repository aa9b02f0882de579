package io.lautum.training.finetune;

import io.lautum.experiment.config.EarlyStoppingConfig;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.method.PostTransfer;
import io.lautum.method.SemiSupervision;
import io.lautum.method.TargetCounts;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.ImageGroup;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.Optimizers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The networks that fine-tuning trains, with their minibatches. Travels to executors. */
record FineTuneBlueprints(
    FineTuneConfig config, TransferNetwork network, NetworkConfig engine, EngineChoices choices)
    implements Serializable {

  /** Returns the same networks with recorded choices of engines. */
  FineTuneBlueprints withChoices(EngineChoices recorded) {
    return new FineTuneBlueprints(config, network, engine, recorded);
  }

  /**
   * Returns the network that is trained.
   *
   * @param batchSize number of labelled images of a minibatch
   */
  NetworkBlueprint of(Optional<SemiSupervision> unlabelled, int batchSize) {
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
    NetworkBlueprint trained =
        config.layers() == FineTuneConfig.Layers.HEAD
            ? blueprint.trainingOnlyLastLayer()
            : blueprint;
    return trained.withChoices(choices);
  }

  /** Returns how a training learns from unlabelled images; a new object. */
  Optional<SemiSupervision> semiSupervision(
      PostTransfer after, TargetExamples examples, int batchSize) {
    return semiSupervision(after, examples, examples.unlabelled().count(), batchSize);
  }

  /**
   * Returns how a training learns from unlabelled images; a new object.
   *
   * @param unlabelled number of unlabelled images, which {@code labelled} need not hold
   */
  Optional<SemiSupervision> semiSupervision(
      PostTransfer after, TargetExamples labelled, int unlabelled, int batchSize) {
    return after.semiSupervision(
        config, TargetCounts.of(labelled.labels(), network.classes(), unlabelled, batchSize));
  }

  /**
   * Returns the number of labelled images of a minibatch, the same with and without held-out ones.
   */
  int batchSize(TargetExamples examples) {
    EarlyStoppingConfig stopping = config.earlyStopping();
    int heldOut = stopping.isOn() ? HeldOutSplit.count(examples, stopping.heldOut()) : 0;
    return Math.min(config.batchSize(), examples.labels().length - heldOut);
  }
}
