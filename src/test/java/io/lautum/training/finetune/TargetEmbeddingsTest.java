package io.lautum.training.finetune;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.RandomShards;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.EmbeddingStatistics;
import io.lautum.network.model.ModelMetadata;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TargetEmbeddingsTest {
  private static final Normalization NORMALIZATION =
      new Normalization(new float[] {0.4f}, new float[] {0.3f});

  @TempDir Path folder;
  private final Configuration hadoop = new Configuration(false);
  private final TransferNetwork network = new TransferNetwork("mlp", RandomShards.SHAPE, 3, 0.5);
  private final TrainedModel model =
      new TrainedModel(
          new ModelMetadata(network, List.of("a", "b", "c"), NORMALIZATION, "scratch"),
          RandomShards.weights(network, 7));

  private TargetEmbeddings embeddings(int examples, int workers) throws IOException {
    ExperimentDirectory directory =
        new ExperimentDirectory(folder.resolve(examples + "-" + workers).toString(), "e", hadoop);
    Manifest manifest = RandomShards.write(directory, workers, examples, 2, 3);
    for (ShardSet set : ShardSet.values()) {
      if (set != ShardSet.TARGET_UNLABELLED) {
        directory
            .files()
            .delete(new org.apache.hadoop.fs.Path(directory.shards(), set.directory()), true);
      }
    }
    return new TargetEmbeddings(new ShardReader(hadoop, directory.shards()), manifest, "auto");
  }

  @Test
  void statisticsAreThoseOfUnlabelledImages() throws IOException {
    TrainedModel described = embeddings(60, 2).describe(model);
    byte[][] images =
        IntStream.concat(
                IntStream.range(0, 60).filter(id -> id % 2 == 0),
                IntStream.range(0, 60).filter(id -> id % 2 == 1))
            .mapToObj(id -> RandomShards.example(ShardSet.TARGET_UNLABELLED, id, 3).pixels())
            .toArray(byte[][]::new);
    List<float[]> expected = new ArrayList<>();
    try (Predictor predictor = new Predictor(model, NORMALIZATION, 100, Engines.AUTO)) {
      predictor.outputs(
          images, NetworkGraph.FEATURES, (first, rows) -> expected.addAll(List.of(rows)));
    }
    assertThat(described.metadata().embedding())
        .usingRecursiveComparison()
        .withComparatorForType(TargetEmbeddingsTest::nearly, Double.class)
        .withComparatorForType((a, b) -> nearly(a, b), Float.class)
        .isEqualTo(EmbeddingStatistics.of(expected.toArray(float[][]::new)).orElseThrow());
    assertThat(described.parameters()).isEqualTo(model.parameters());
  }

  private static int nearly(Number a, Number b) {
    double difference = a.doubleValue() - b.doubleValue();
    return Math.abs(difference) < 1e-5 * (1 + Math.abs(b.doubleValue()))
        ? 0
        : (int) Math.signum(difference);
  }

  @Test
  void atMost500ImagesCount() throws IOException {
    assertThat(embeddings(620, 3).describe(model).metadata().embedding().count()).isEqualTo(500);
  }

  @Test
  void fewImagesGiveNoStatistics() throws IOException {
    assertThat(embeddings(49, 1).describe(model)).isSameAs(model);
    assertThat(embeddings(50, 1).describe(model).metadata().embedding().count()).isEqualTo(50);
  }
}
