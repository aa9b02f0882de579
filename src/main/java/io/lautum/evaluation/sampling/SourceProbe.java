package io.lautum.evaluation.sampling;

import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.result.Evaluation;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;

/**
 * Measures weights on fixed images of the source, so that measurements are comparable. Driver only.
 */
final class SourceProbe {
  private final ModelMetadata metadata;
  private final int batchSize;
  private final String engine;
  private final Shard train;
  private final Shard test;

  /**
   * Reads images from the first shard of the training and of the test set, evenly spread over the
   * shard.
   *
   * @param examples maximum number of images per set
   * @param batchSize images per forward pass
   * @param engine value of {@code network.engine}
   */
  SourceProbe(
      ShardReader reader,
      Manifest manifest,
      TransferNetwork network,
      int examples,
      int batchSize,
      String engine)
      throws IOException {
    metadata =
        new ModelMetadata(
            network, manifest.source().classes(), manifest.source().normalization(), "sampling");
    this.batchSize = batchSize;
    this.engine = engine;
    train = sample(reader, manifest, ShardSet.SOURCE_TRAIN, examples);
    test = sample(reader, manifest, ShardSet.SOURCE_TEST, examples);
  }

  private static Shard sample(ShardReader reader, Manifest manifest, ShardSet set, int examples)
      throws IOException {
    return reader.sample(set, manifest.files(set).get(0), examples);
  }

  /** Measures weights on training images. */
  Evaluation train(float[] weights) {
    return evaluate(weights, train);
  }

  /** Measures weights on test images. */
  Evaluation test(float[] weights) {
    return evaluate(weights, test);
  }

  private Evaluation evaluate(float[] weights, Shard shard) {
    TrainedModel model = new TrainedModel(metadata, weights);
    try (Predictor predictor = new Predictor(model, metadata.normalization(), batchSize, engine)) {
      return predictor.evaluate(shard.pixels(), shard.labels());
    }
  }
}
