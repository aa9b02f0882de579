package io.lautum.data.encoder;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/** The digests of images whose vectors an earlier table has. Takes 32 bytes per image. */
final class KnownImages implements Serializable {
  /** No images. */
  static final KnownImages NONE = new KnownImages(new byte[0]);

  private static final int BYTES = 32;

  /** SHA-256 digests, sorted as unsigned bytes. */
  private final byte[] digests;

  private KnownImages(byte[] digests) {
    this.digests = digests;
  }

  /**
   * Returns a set of digests.
   *
   * @param digests digests of 32 bytes each
   */
  static KnownImages of(List<byte[]> digests) {
    byte[][] sorted = digests.toArray(byte[][]::new);
    Arrays.sort(sorted, Arrays::compareUnsigned);
    byte[] all = new byte[Math.multiplyExact(BYTES, sorted.length)];
    for (int i = 0; i < sorted.length; i++) {
      System.arraycopy(sorted[i], 0, all, BYTES * i, BYTES);
    }
    return new KnownImages(all);
  }

  boolean contains(byte[] digest) {
    int low = 0;
    int high = digests.length / BYTES - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order =
          Arrays.compareUnsigned(
              digests, BYTES * middle, BYTES * (middle + 1), digest, 0, digest.length);
      if (order == 0) {
        return true;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return false;
  }
}
