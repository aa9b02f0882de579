package io.lautum.evaluation.crossvalidation;

import io.lautum.data.image.ImageStore;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The images of a store except those that are equal to some others. If the labelled images serve as
 * the unlabelled ones, a model must not learn from those that are held out, even without their
 * labels.
 *
 * @param all the store
 * @param positions positions of the remaining images in it
 */
public record OtherImages(ImageStore all, int[] positions) implements ImageStore {
  /** Returns the images of a store that differ from all left-out ones, in the store's order. */
  public static ImageStore of(ImageStore all, byte[][] leftOut) {
    Set<ByteBuffer> excluded =
        Arrays.stream(leftOut).map(ByteBuffer::wrap).collect(Collectors.toSet());
    return new OtherImages(
        all,
        IntStream.range(0, all.count())
            .filter(position -> !excluded.contains(ByteBuffer.wrap(all.get(position))))
            .toArray());
  }

  @Override
  public int count() {
    return positions.length;
  }

  @Override
  public int size() {
    return all.size();
  }

  @Override
  public byte[] get(int position) {
    return all.get(positions[position]);
  }

  @Override
  public void announce(int[] soon) {
    all.announce(Arrays.stream(soon).map(position -> positions[position]).toArray());
  }
}
