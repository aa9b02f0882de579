package io.lautum.training.finetune;

import io.lautum.UserException;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.PopulationStatistics;
import io.lautum.network.spec.Layer.BatchNormalization;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Statistics;
import io.lautum.training.NetworkBlueprint;
import java.util.Optional;

/**
 * Gives batch normalisation the statistics of unlabelled target images (AdaBN, Li et al. 2016).
 *
 * @param beforeTraining whether steps use the running statistics
 * @param afterTraining whether training changes the hidden layers or their statistics
 */
record TargetStatistics(
    NetworkGraph network,
    PopulationStatistics estimator,
    boolean beforeTraining,
    boolean afterTraining) {
  private static final int IMAGES = 1000;
  private static final int BATCH_SIZE = 100;

  /**
   * Returns the statistics of a training; empty if they follow the minibatches or the network has
   * no batch normalisation.
   *
   * @param network network without heads
   * @param blueprint the network that is trained
   * @param seed seed of the training
   * @throws UserException if there are no unlabelled images
   */
  static Optional<TargetStatistics> of(
      FineTuneConfig config,
      NetworkGraph network,
      NetworkBlueprint blueprint,
      Normalization.Table normalization,
      TargetExamples examples,
      long seed) {
    if (config.statistics() != FineTuneConfig.BatchStatistics.TARGET
        || network.nodes().stream().noneMatch(one -> one.layer() instanceof BatchNormalization)) {
      return Optional.empty();
    }
    ImageStore unlabelled = examples.unlabelled();
    if (unlabelled.count() == 0) {
      throw new UserException(
          "finetune.batch-statistics = target: there are no unlabelled target images; set it to"
              + " minibatches");
    }
    int[] order =
        BatchOrder.shuffled(unlabelled.count(), RandomStream.STATISTICS_IMAGES.seed(seed));
    byte[][] images = new byte[Math.min(IMAGES, order.length)][];
    for (int i = 0; i < images.length; i++) {
      images[i] = unlabelled.get(order[i]);
    }
    return Optional.of(
        new TargetStatistics(
            network,
            new PopulationStatistics(
                engine(blueprint.engine()), ImageStore.of(images), normalization, BATCH_SIZE),
            blueprint.groups().stream().anyMatch(one -> one.statistics() == Statistics.RUNNING),
            config.layers() != FineTuneConfig.Layers.HEAD));
  }

  /**
   * Returns the engine of passes in inference on which training depends. No choices are recorded
   * for these passes, so their bits must not depend on measurements.
   *
   * @param engine engine of the steps
   */
  static String engine(String engine) {
    return Engines.mayChooseByMeasurement(engine) ? "onednn" : engine;
  }

  /** Returns the weights with which training starts. */
  float[] before(float[] weights) {
    return beforeTraining ? estimator.estimate(network, weights) : weights;
  }

  /** Returns the weights of the model. */
  float[] after(float[] weights) {
    return afterTraining ? estimator.estimate(network, weights) : weights;
  }
}
