package io.lautum.training.pretrain;

import io.lautum.experiment.result.Evaluation;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import java.util.Map;
import java.util.TreeMap;

/**
 * Evaluates averaged weights on fixed images of the source, without augmentation.
 *
 * @param metadata metadata of the models
 * @param batchSize images per forward pass
 * @param engine value of {@code network.engine}
 */
record SourceEvaluation(SourceImages images, ModelMetadata metadata, int batchSize, String engine) {
  /** Evaluates a network with these weights. */
  Evaluation of(float[] weights) {
    TrainedModel model = new TrainedModel(metadata, weights);
    try (Predictor predictor = new Predictor(model, metadata.normalization(), batchSize, engine)) {
      return predictor.evaluate(images.pixels(), images.labels());
    }
  }

  /**
   * Returns the probe of the training curve. Its images are training images, because only the stage
   * {@code evaluate} opens a test set.
   */
  WeightsProbe accuracy() {
    return (round, weights) -> new TreeMap<>(Map.of("accuracy", of(weights).accuracy()));
  }
}
