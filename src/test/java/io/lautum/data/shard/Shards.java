package io.lautum.data.shard;

import io.lautum.data.read.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;

/** Creates examples and shard writers for tests. */
final class Shards {
  static final Configuration HADOOP = new Configuration();

  private Shards() {}

  /**
   * Returns examples with random pixels of all values and with ids {@code first}, {@code first} +
   * 3, …
   */
  static List<Example> examples(int count, int first) {
    Random random = new Random(first);
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[300];
      random.nextBytes(pixels);
      examples.add(new Example(first + 3L * i, random.nextInt(10), pixels));
    }
    return examples;
  }

  /** Replaces a whitening: returns two values that identify the example. */
  static float[] whitened(Example example) {
    return new float[] {example.id() + 0.25f, -example.pixels()[0] / 3f};
  }

  static ShardWriter writer(ShardSet set) {
    return new ShardWriter(HADOOP, set, Shards::whitened);
  }
}
