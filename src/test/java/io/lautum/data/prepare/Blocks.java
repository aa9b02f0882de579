package io.lautum.data.prepare;

import io.lautum.LocalSpark;
import io.lautum.data.read.Example;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;

/** Creates examples in three partitions, for tests that need no reader. */
final class Blocks {
  private static final int SIZE = 7;

  private Blocks() {}

  /**
   * Returns examples with ids from 0 and the given labels; each image has one pixel, the id's
   * lowest byte.
   */
  static JavaRDD<ExampleBlock> of(int... labels) {
    List<ExampleBlock> blocks = new ArrayList<>();
    for (int first = 0; first < labels.length; first += SIZE) {
      int end = Math.min(labels.length, first + SIZE);
      ExampleBlock.Builder block = new ExampleBlock.Builder(end - first);
      for (int id = first; id < end; id++) {
        block.add(new Example(id, labels[id], new byte[] {(byte) id}));
      }
      blocks.add(block.build());
    }
    return LocalSpark.context().parallelize(blocks, 3);
  }
}
