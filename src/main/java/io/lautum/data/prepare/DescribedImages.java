package io.lautum.data.prepare;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageSignature;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The images of a part of a subset, without their pixels.
 *
 * @param hashes hash of each image's pixels
 * @param signatures signature of each image, null for one that is not compared; null if none are
 * @param names name of each image with a signature; null if they have none
 */
@DefaultSerializer(JavaSerialization.class)
record DescribedImages(long[] hashes, ImageSignature[] signatures, String[] names)
    implements Serializable {
  /**
   * Describes the images of several blocks.
   *
   * @param shape shape of the images; null for no signatures
   * @param compared id of the first image without a signature
   */
  static DescribedImages of(Iterator<ExampleBlock> blocks, ImageShape shape, long compared) {
    List<DescribedImages> parts = new ArrayList<>();
    while (blocks.hasNext()) {
      ExampleBlock block = blocks.next();
      long[] hashes = new long[block.size()];
      ImageSignature[] signatures = shape == null ? null : new ImageSignature[hashes.length];
      String[] names = shape == null || block.names() == null ? null : new String[hashes.length];
      for (int i = 0; i < hashes.length; i++) {
        hashes[i] = block.pixelHash(i);
        if (signatures != null && block.ids()[i] < compared) {
          signatures[i] = ImageSignature.of(block.image(i), shape);
          if (names != null) {
            names[i] = block.names()[i];
          }
        }
      }
      parts.add(new DescribedImages(hashes, signatures, names));
    }
    return joined(parts);
  }

  /** Returns the images of several parts, in their order. */
  static DescribedImages joined(List<DescribedImages> parts) {
    List<ImageSignature[]> signatures = known(parts.stream().map(DescribedImages::signatures));
    List<String[]> names = known(parts.stream().map(DescribedImages::names));
    return new DescribedImages(
        parts.stream().flatMapToLong(part -> Arrays.stream(part.hashes)).toArray(),
        signatures.isEmpty()
            ? null
            : signatures.stream().flatMap(Stream::of).toArray(ImageSignature[]::new),
        names.isEmpty() ? null : names.stream().flatMap(Stream::of).toArray(String[]::new));
  }

  private static <T> List<T> known(Stream<T> parts) {
    return parts.filter(Objects::nonNull).toList();
  }
}
