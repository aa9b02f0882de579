package io.lautum.data.read.images;

import io.lautum.experiment.random.Seeds;
import java.io.Serializable;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A random share of each class, which depends on a seed and the images' paths, not on their order
 * or on other classes. An image belongs to it if the hash of its path is among the smallest of its
 * class.
 *
 * @param largest the largest hash in the share by class; a class without images in it is absent
 */
public record TestShare(long seed, Map<String, Long> largest) implements Serializable {
  public TestShare {
    largest = Map.copyOf(largest);
  }

  /** Collects the hashes of the images of each class. */
  static final class Builder {
    private final long seed;
    private final Map<String, long[]> hashes = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();

    Builder(long seed) {
      this.seed = seed;
    }

    void add(String className, String path) {
      int count = counts.merge(className, 1, Integer::sum);
      long[] known = hashes.getOrDefault(className, new long[8]);
      known = count > known.length ? Arrays.copyOf(known, 2 * known.length) : known;
      known[count - 1] = hash(seed, path);
      hashes.put(className, known);
    }

    /** Returns the number of images of a class in the share. */
    long chosen(String className, double share) {
      int count = counts.getOrDefault(className, 0);
      return count < 2 ? 0 : Math.max(1, Math.min(count - 1, Math.round(share * count)));
    }

    /**
     * Returns the share: of a class of n images round(share n), at least 1 and at most n − 1.
     *
     * @param share in (0, 1)
     */
    TestShare build(double share) {
      Map<String, Long> largest = new HashMap<>();
      hashes.forEach(
          (name, known) -> {
            int count = counts.get(name);
            int chosen = (int) chosen(name, share);
            if (chosen > 0) {
              long[] sorted = Arrays.copyOf(known, count);
              Arrays.sort(sorted);
              largest.put(name, sorted[chosen - 1]);
            }
          });
      return new TestShare(seed, largest);
    }
  }

  /** Returns whether an image is in the share. */
  public boolean contains(String className, String path) {
    Long bound = largest.get(className);
    return bound != null && hash(seed, path) <= bound;
  }

  /** The path's hash is FNV-1a (Fowler, Noll and Vo) of its characters. */
  static long hash(long seed, String path) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < path.length(); i++) {
      hash = (hash ^ path.charAt(i)) * 0x100000001b3L;
    }
    return Seeds.derive(seed, hash);
  }
}
