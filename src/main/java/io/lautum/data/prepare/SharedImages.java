package io.lautum.data.prepare;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageSignature;
import io.lautum.data.image.SignatureIndex;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * The images of one subset that another subset has too. Pixels are compared by a hash of 64 bits:
 * of a million images, another one matches with a probability of about 10<sup>-7</sup>.
 *
 * @param equal number of images with the pixels of another image
 * @param similar number of further images that are similar to another image
 * @param example the first of these and its counterpart; empty without any, or without names
 */
record SharedImages(long equal, long similar, String example) {
  /** Number of images, from the first on, that are compared by similarity. */
  static final int MOST_COMPARED = 100_000;

  /**
   * Compares two subsets. The driver and each task hold 16 bytes per image of {@code subset}, and
   * 500 more if they are compared by similarity.
   *
   * @param shape shape of the images; null if only equal ones are to be found
   */
  static SharedImages of(
      JavaRDD<ExampleBlock> subset, JavaRDD<ExampleBlock> other, ImageShape shape) {
    ImageShape compared = shape == null || !ImageSignature.isDefinedFor(shape) ? null : shape;
    Wanted wanted =
        Wanted.of(
            subset
                .mapPartitions(
                    blocks ->
                        Collections.singleton(DescribedImages.of(blocks, compared, MOST_COMPARED))
                            .iterator())
                .collect());
    Broadcast<Wanted> sent = JavaSparkContext.fromSparkContext(subset.context()).broadcast(wanted);
    try {
      return wanted.found(
          other
              .mapPartitions(
                  blocks ->
                      Collections.singleton(sent.value().matches(blocks, compared)).iterator())
              .collect());
    } finally {
      sent.destroy();
    }
  }

  /**
   * What one part of the other subset has.
   *
   * @param equal hashes of the pixels that occur in both
   * @param similar by the position of a wanted image, the name of an image that is similar and not
   *     equal, the first one by name
   */
  @DefaultSerializer(JavaSerialization.class)
  private record Matches(Set<Long> equal, Map<Integer, String> similar) implements Serializable {}

  /**
   * The images that are looked for.
   *
   * @param hashes hash of each image's pixels
   * @param sorted the same in ascending order
   * @param index the images that are compared by similarity; null if none are
   */
  @DefaultSerializer(JavaSerialization.class)
  private record Wanted(long[] hashes, long[] sorted, SignatureIndex index, String[] names)
      implements Serializable {
    static Wanted of(List<DescribedImages> parts) {
      DescribedImages all = DescribedImages.joined(parts);
      long[] sorted = all.hashes().clone();
      Arrays.sort(sorted);
      SignatureIndex index = all.signatures() == null ? null : new SignatureIndex(all.signatures());
      return new Wanted(all.hashes(), sorted, index, all.names());
    }

    Matches matches(Iterator<ExampleBlock> blocks, ImageShape shape) {
      Matches matches = new Matches(new HashSet<>(), new TreeMap<>());
      while (blocks.hasNext()) {
        ExampleBlock block = blocks.next();
        for (int i = 0; i < block.size(); i++) {
          long hash = block.pixelHash(i);
          if (Arrays.binarySearch(sorted, hash) >= 0) {
            matches.equal.add(hash);
          }
          if (index != null) {
            String name = block.names() == null ? "" : block.names()[i];
            index.forEachSimilar(
                ImageSignature.of(block.image(i), shape),
                position -> {
                  if (hashes[position] != hash) {
                    matches.similar.merge(position, name, Wanted::first);
                  }
                });
          }
        }
      }
      return matches;
    }

    private static String first(String a, String b) {
      return a.compareTo(b) <= 0 ? a : b;
    }

    SharedImages found(List<Matches> parts) {
      Set<Long> equal = new HashSet<>();
      Map<Integer, String> similar = new TreeMap<>();
      for (Matches part : parts) {
        equal.addAll(part.equal);
        part.similar.forEach((position, name) -> similar.merge(position, name, Wanted::first));
      }
      similar.keySet().removeIf(position -> equal.contains(hashes[position]));
      return new SharedImages(
          Arrays.stream(hashes).filter(equal::contains).count(),
          similar.size(),
          similar.entrySet().stream()
              .findFirst()
              .filter(first -> names != null && !first.getValue().isEmpty())
              .map(first -> names[first.getKey()] + " and " + first.getValue())
              .orElse(""));
    }
  }
}
