package io.lautum.evaluation.crossvalidation;

import io.lautum.data.image.Normalization;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.method.TransferMethods;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.training.finetune.DivergedException;
import io.lautum.training.finetune.FineTuneCheckpoints;
import io.lautum.training.finetune.FineTuner;
import io.lautum.training.finetune.StepListener;
import io.lautum.training.finetune.TargetExamples;
import java.io.Serializable;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fine-tunes a model on the labelled images that are not held out; travels to executors.
 *
 * @param method name of the method, because a method itself is not serialisable
 * @param finetune configuration of the fine-tuning
 * @param engine architecture, engine and precision of the network
 * @param source the pre-trained model; null if the method does not pre-train
 * @param target the manifest's description of the target
 */
public record FoldTraining(
    String method,
    FineTuneConfig finetune,
    NetworkConfig engine,
    TrainedModel source,
    DatasetSummary target)
    implements Serializable {

  private static final Logger LOG = LoggerFactory.getLogger(FoldTraining.class);

  /** Returns the network that is trained. */
  public TransferNetwork network() {
    return new TransferNetwork(
        engine.architecture(), target.shape(), target.classes().size(), finetune.dropout());
  }

  /** Returns the training, without recorded choices of engines. */
  public FineTuner tuner() {
    TransferNetwork network = network();
    return new FineTuner(finetune, network, engine, target.normalization().table(network.shape()));
  }

  /**
   * Warns of a term that cannot act in a training.
   *
   * @param unlabelled number of unlabelled images
   * @param user what needs the training, for the message
   */
  public void warnIfIdle(TargetExamples labelled, int unlabelled, String user) {
    tuner()
        .idle(TransferMethods.named(method).after(), labelled, unlabelled)
        .ifPresent(why -> LOG.warn("{}: {}", user, why));
  }

  /**
   * Returns the fine-tuned model, or nothing if training diverges.
   *
   * @param examples labelled examples, and unlabelled ones if the method uses them
   * @param seed seed of a random last layer, batch order, augmentation and dropout
   * @param choices what engines chose; {@link EngineChoices#NONE} lets this process choose
   * @param checkpoints checkpoints of this training
   * @param listener receives the steps
   */
  public Optional<TrainedModel> train(
      TargetExamples examples,
      long seed,
      EngineChoices choices,
      Optional<FineTuneCheckpoints> checkpoints,
      StepListener listener) {
    Normalization normalization = target.normalization();
    FineTuner tuner = tuner().withChoices(choices);
    float[] start = tuner.startingWeights(Optional.ofNullable(source), target.classes(), seed);
    float[] weights;
    try {
      weights =
          tuner.train(
              TransferMethods.named(method).after(),
              start,
              examples,
              seed,
              new EndIfDiverged(listener),
              checkpoints);
    } catch (DivergedException e) {
      return Optional.empty();
    }
    ModelMetadata metadata = new ModelMetadata(network(), target.classes(), normalization, method);
    return Optional.of(new TrainedModel(metadata, weights));
  }

  /** Ends a training that has diverged. */
  private record EndIfDiverged(StepListener listener) implements StepListener {
    @Override
    public void resumed(int step) {
      listener.resumed(step);
    }

    @Override
    public void searched(int step) {
      listener.searched(step);
    }

    @Override
    public void finished(int step, double crossEntropy, Map<String, Double> metrics) {
      listener.finished(step, crossEntropy, metrics);
      if (!Double.isFinite(crossEntropy)) {
        throw new DivergedException();
      }
    }
  }
}
