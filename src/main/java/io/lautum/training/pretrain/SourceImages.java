package io.lautum.training.pretrain;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Labelled images of the source.
 *
 * @param pixels one row per image
 * @param labels class index of each image
 */
@DefaultSerializer(JavaSerialization.class)
record SourceImages(byte[][] pixels, int[] labels) implements Serializable {
  static SourceImages of(List<SourceImages> parts) {
    return new SourceImages(
        parts.stream().flatMap(part -> Arrays.stream(part.pixels)).toArray(byte[][]::new),
        parts.stream().flatMapToInt(part -> Arrays.stream(part.labels)).toArray());
  }
}
