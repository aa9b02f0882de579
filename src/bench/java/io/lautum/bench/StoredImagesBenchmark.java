package io.lautum.bench;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.Example;
import io.lautum.data.shard.BatchOrder;
import io.lautum.data.shard.LocalCopy;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.data.shard.ShardWriter;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.input.ByteImages;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.training.GroupSource;
import io.lautum.training.MinibatchImages;
import io.lautum.training.augmentation.Augmentation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Measures a training step of LeNet with 64 random colour images of 32x32 that are read from the
 * local file that trainings use, or from memory. LeNet is the fastest network for images, so that
 * the share of reading is larger than in other trainings.
 */
@State(Scope.Thread)
public class StoredImagesBenchmark {
  private static final int BATCH = NetworkStepBenchmark.BATCH;
  private static final int CLASSES = NetworkStepBenchmark.CLASSES;
  private static final ImageShape SHAPE = NetworkStepBenchmark.SHAPE;

  /** Where the images are. */
  @Param({"memory", "local-file"})
  public String place;

  /** Number of images, of 3,072 bytes each. */
  @Param("20000")
  public int count;

  private CompiledNetwork network;
  private MinibatchImages images;
  private float[] gradient;
  private long number;

  /** Compiles the network and draws the images. */
  @Setup
  public void prepare() throws IOException {
    network = NetworkStepBenchmark.network("lenet");
    Normalization normalization =
        new Normalization(new float[] {0.5f, 0.5f, 0.5f}, new float[] {0.25f, 0.25f, 0.25f});
    ByteImages stored = new ByteImages(place, store(), normalization.table(SHAPE));
    images =
        new MinibatchImages(
            List.of(new GroupSource(new BatchOrder(count, BATCH, 1), stored)),
            new Augmentation(AugmentationConfig.OFF, SHAPE, 1));
    gradient = new float[BATCH * CLASSES];
    gradient[0] = 1f / BATCH;
  }

  private ImageStore store() throws IOException {
    Random random = new Random(1);
    if (place.equals("memory")) {
      byte[][] drawn = new byte[count][];
      for (int i = 0; i < count; i++) {
        drawn[i] = image(random);
      }
      return ImageStore.of(drawn);
    }
    Configuration hadoop = new Configuration();
    Path folder = Files.createTempDirectory("lautum-bench");
    try {
      var shards = new org.apache.hadoop.fs.Path(folder.toString());
      ShardSet set = ShardSet.SOURCE_TRAIN;
      Manifest.File file =
          new ShardWriter(hadoop, set, example -> new float[0])
              .write(
                  new org.apache.hadoop.fs.Path(shards, set.directory()),
                  0,
                  IntStream.range(0, count)
                      .mapToObj(id -> new Example(id, id % CLASSES, image(random)))
                      .iterator());
      return new LocalCopy(hadoop, shards, set, List.of(file)).open().images();
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }

  private static byte[] image(Random random) {
    byte[] pixels = new byte[SHAPE.size()];
    random.nextBytes(pixels);
    return pixels;
  }

  /** Reads the next minibatch and trains on it. */
  @Benchmark
  public void step() {
    network.forward(images.images(number++, false));
    network.backward(Map.of(NetworkGraph.LOGITS, gradient), Map.of());
    network.update();
  }

  /** Frees native memory. */
  @TearDown
  public void close() {
    network.close();
  }
}
