package io.lautum.training.finetune;

import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.network.model.EmbeddingStatistics;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.spec.NetworkGraph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Adds the statistics of the embeddings of unlabelled target images to models; of labelled ones if
 * {@code prepare} found no others. All models have statistics of the same images, which come from
 * the first shards and are spread evenly over each of them. Thread-safe.
 */
final class TargetEmbeddings {
  /** Maximum number of images: enough for differences of a tenth of a standard deviation. */
  private static final int MOST_IMAGES = 500;

  /** Fewer images do not give variances. */
  private static final int LEAST_IMAGES = 50;

  /** Statistics of more features, as networks without hidden layers may have, take megabytes. */
  private static final int MOST_FEATURES = 8192;

  private static final int BATCH_SIZE = 100;

  private final ShardReader shards;
  private final Manifest manifest;
  private final String engine;
  private byte[][] images;

  /**
   * @param engine engine of the training
   */
  TargetEmbeddings(ShardReader shards, Manifest manifest, String engine) {
    this.shards = shards;
    this.manifest = manifest;
    this.engine = TargetStatistics.engine(engine);
  }

  /**
   * Returns the model with the statistics; without them if there are fewer than 50 images or more
   * than 8,192 features.
   */
  TrainedModel describe(TrainedModel model) throws IOException {
    List<Manifest.File> files = manifest.files(ShardSet.TARGET_UNLABELLED);
    int features = model.metadata().network().graph().width(NetworkGraph.FEATURES);
    if (features > MOST_FEATURES
        || files.stream().mapToLong(Manifest.File::examples).sum() < LEAST_IMAGES) {
      return model;
    }
    return statistics(model, images(files))
        .map(found -> new TrainedModel(model.metadata().with(found), model.parameters()))
        .orElse(model);
  }

  private Optional<EmbeddingStatistics> statistics(TrainedModel model, byte[][] sample) {
    List<float[]> embeddings = new ArrayList<>();
    try (Predictor predictor =
        new Predictor(model, model.metadata().normalization(), BATCH_SIZE, engine)) {
      predictor.outputs(
          sample, NetworkGraph.FEATURES, (first, rows) -> embeddings.addAll(List.of(rows)));
    }
    return EmbeddingStatistics.of(embeddings.toArray(float[][]::new));
  }

  /** Reads the images at the first call. */
  private synchronized byte[][] images(List<Manifest.File> files) throws IOException {
    if (images == null) {
      List<byte[]> read = new ArrayList<>();
      for (Manifest.File file : files) {
        if (read.size() < MOST_IMAGES) {
          Shard sample = shards.sample(ShardSet.TARGET_UNLABELLED, file, MOST_IMAGES - read.size());
          read.addAll(Arrays.asList(sample.pixels()));
        }
      }
      images = read.toArray(byte[][]::new);
    }
    return images;
  }
}
