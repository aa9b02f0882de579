package io.lautum.data.read.images;

import java.util.Arrays;

/**
 * A set of paths in 11 to 22 bytes per path, as their hashes of 64 bits. Two of ten million
 * different paths have the same hash with a probability of 3 in a million.
 */
final class PathSet {
  private long[] hashes = new long[1 << 8];
  private int count;

  /** Adds a path; returns false if the set has it. */
  boolean add(String path) {
    if (4L * (count + 1) > 3L * hashes.length) {
      long[] known = hashes;
      hashes = new long[Math.multiplyExact(known.length, 2)];
      Arrays.stream(known).filter(hash -> hash != 0).forEach(hash -> hashes[place(hash)] = hash);
    }
    long hashed = TestShare.hash(0, path);
    // Zero marks a free place.
    long hash = hashed == 0 ? 1 : hashed;
    int place = place(hash);
    boolean added = hashes[place] == 0;
    hashes[place] = hash;
    count += added ? 1 : 0;
    return added;
  }

  private int place(long hash) {
    int place = (int) hash & hashes.length - 1;
    while (hashes[place] != 0 && hashes[place] != hash) {
      place = place + 1 & hashes.length - 1;
    }
    return place;
  }
}
