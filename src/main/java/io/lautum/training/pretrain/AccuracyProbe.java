package io.lautum.training.pretrain;

import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import java.io.IOException;

/**
 * Measures the accuracy of averaged weights on fixed training images of the source, without
 * augmentation, for the training curve. It uses training images because only the stage {@code
 * evaluate} opens a test set. Driver only.
 */
final class AccuracyProbe {
  /** Gives a standard error of at most 2.3 points and takes a tenth of a second. */
  private static final int IMAGES = 500;

  private final ModelMetadata metadata;
  private final int batchSize;
  private final String engine;
  private final int[] labels;
  private final byte[][] pixels;

  /**
   * Takes images from the first shard.
   *
   * @param metadata metadata of the models that will be measured
   * @param batchSize images per forward pass
   * @param engine value of {@code network.engine}
   */
  AccuracyProbe(
      ShardReader reader, Manifest manifest, ModelMetadata metadata, int batchSize, String engine)
      throws IOException {
    this.metadata = metadata;
    this.batchSize = batchSize;
    this.engine = engine;
    Shard shard =
        reader.sample(ShardSet.SOURCE_TRAIN, manifest.files(ShardSet.SOURCE_TRAIN).get(0), IMAGES);
    labels = shard.labels();
    pixels = shard.pixels();
  }

  /** Returns the share of the images that a network with these weights classifies correctly. */
  double accuracy(float[] weights) {
    TrainedModel model = new TrainedModel(metadata, weights);
    try (Predictor predictor = new Predictor(model, metadata.normalization(), batchSize, engine)) {
      return predictor.evaluate(pixels, labels).accuracy();
    }
  }
}
