package io.lautum;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.read.Example;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.data.shard.ShardWriter;
import io.lautum.experiment.random.Seeds;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.network.model.TransferNetwork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Creates random shards and models without {@code prepare} and {@code pretrain}. Example i of a set
 * does not depend on the number of shards.
 */
public final class RandomShards {
  /** Shape of all images. */
  public static final ImageShape SHAPE = new ImageShape(1, 6, 5);

  /** Length of a whitened image. */
  public static final int COMPONENTS = 4;

  private static final Normalization SOURCE =
      new Normalization(new float[] {0.5f}, new float[] {0.25f});
  private static final Normalization TARGET =
      new Normalization(new float[] {0.4f}, new float[] {0.3f});

  private RandomShards() {}

  /**
   * Writes all sets, with {@code examples} examples each.
   *
   * @return manifest, which is also written
   */
  public static Manifest write(
      ExperimentDirectory directory,
      int workers,
      int examples,
      int sourceClasses,
      int targetClasses)
      throws IOException {
    List<Manifest.File> files = new ArrayList<>();
    for (ShardSet set : ShardSet.values()) {
      int classes = set.directory().startsWith("source") ? sourceClasses : targetClasses;
      ShardWriter writer =
          new ShardWriter(new Configuration(false), set, example -> whitened(example.pixels()));
      Path folder = new Path(directory.shards(), set.directory());
      for (int shard = 0; shard < workers; shard++) {
        int first = shard;
        files.add(
            writer.write(
                folder,
                shard,
                IntStream.range(0, examples)
                    .filter(id -> id % workers == first)
                    .mapToObj(id -> example(set, id, classes))
                    .iterator()));
      }
    }
    Manifest manifest =
        new Manifest(
            1,
            workers,
            domain("source", sourceClasses, SOURCE, examples),
            domain("target", targetClasses, TARGET, examples),
            new Manifest.Components(COMPONENTS, 0.9),
            files);
    manifest.write(directory.files(), directory.shards());
    return manifest;
  }

  /** Returns example {@code id} of a set: noise that is brighter in the rows of its class. */
  public static Example example(ShardSet set, int id, int classes) {
    SplittableRandom random = new SplittableRandom(Seeds.derive(17, set.ordinal(), id));
    int label = id % classes;
    byte[] pixels = new byte[SHAPE.size()];
    for (int i = 0; i < pixels.length; i++) {
      int row = i / SHAPE.width();
      pixels[i] = (byte) (random.nextInt(160) + (row % classes == label ? 95 : 0));
    }
    return new Example(id, label, pixels);
  }

  /**
   * Returns the vector that {@link #write} stores as the whitened image: the first pixels, scaled.
   */
  public static float[] whitened(byte[] pixels) {
    float[] whitened = new float[COMPONENTS];
    for (int i = 0; i < COMPONENTS; i++) {
      whitened[i] = ((pixels[i] & 0xff) - 100) / 60f;
    }
    return whitened;
  }

  /** Returns random weights of a network in flat order. */
  public static float[] weights(TransferNetwork network, long seed) {
    return network.initialWeights(seed);
  }

  private static DatasetSummary domain(
      String name, int classes, Normalization normalization, int examples) {
    Manifest.Counts counts = new Manifest.Counts(examples, null);
    List<String> names = IntStream.range(0, classes).mapToObj(k -> name + k).toList();
    return new DatasetSummary(name, SHAPE, names, normalization, counts, null, null, counts);
  }
}
