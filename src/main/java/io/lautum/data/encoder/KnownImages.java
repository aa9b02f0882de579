package io.lautum.data.encoder;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** The digests of images whose vectors are known. Takes 36 bytes per image. */
final class KnownImages implements Serializable {
  /** Length of a digest. */
  static final int BYTES = 32;

  /** No images. */
  static final KnownImages NONE = new KnownImages(new byte[0], new int[0]);

  /** SHA-256 digests, sorted as unsigned bytes. */
  private final byte[] digests;

  /** Position of each digest in the list that this set was made from. */
  private final int[] positions;

  private KnownImages(byte[] digests, int[] positions) {
    this.digests = digests;
    this.positions = positions;
  }

  /**
   * Returns a set of digests.
   *
   * @param digests digests of 32 bytes each
   */
  static KnownImages of(List<byte[]> digests) {
    byte[][] given = digests.toArray(byte[][]::new);
    Comparator<Integer> order = (one, other) -> Arrays.compareUnsigned(given[one], given[other]);
    int[] positions =
        IntStream.range(0, given.length).boxed().sorted(order).mapToInt(i -> i).toArray();
    byte[] all = new byte[Math.multiplyExact(BYTES, given.length)];
    for (int i = 0; i < positions.length; i++) {
      System.arraycopy(given[positions[i]], 0, all, BYTES * i, BYTES);
    }
    return new KnownImages(all, positions);
  }

  int size() {
    return positions.length;
  }

  boolean contains(byte[] digest) {
    return position(digest) >= 0;
  }

  /** Returns a position of a digest in the list that this set was made from; -1 if it has none. */
  int position(byte[] digest) {
    int low = 0;
    int high = positions.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order =
          Arrays.compareUnsigned(
              digests, BYTES * middle, BYTES * (middle + 1), digest, 0, digest.length);
      if (order == 0) {
        return positions[middle];
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }
}
