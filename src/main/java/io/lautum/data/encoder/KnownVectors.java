package io.lautum.data.encoder;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The places of the vectors that a {@link VectorStore} has.
 *
 * @param names names of the files
 * @param starts number of vectors in the files before each file
 * @param images digests of the images, in the order of the files and records
 */
record KnownVectors(List<String> names, int[] starts, KnownImages images) implements Serializable {
  /**
   * Returns the places of the vectors of some files.
   *
   * @param digests digests of each file, one after the other
   */
  static KnownVectors of(List<String> names, List<byte[]> digests) {
    List<byte[]> all = new ArrayList<>();
    int[] starts = new int[names.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = all.size();
      byte[] ofFile = digests.get(i);
      for (int start = 0; start < ofFile.length; start += KnownImages.BYTES) {
        all.add(Arrays.copyOfRange(ofFile, start, start + KnownImages.BYTES));
      }
    }
    return new KnownVectors(List.copyOf(names), starts, KnownImages.of(all));
  }

  /** Returns a reader of the vectors for one task. */
  Reader reader(VectorStore store) {
    return new Reader(store);
  }

  /** Reads vectors, and keeps some files open. Not thread-safe. */
  final class Reader implements AutoCloseable {
    private static final int MOST_OPEN = 16;

    private final VectorStore store;
    private final Map<Integer, VectorStore.Reader> open = new HashMap<>();

    private Reader(VectorStore store) {
      this.store = store;
    }

    /** Returns the vector of an image that is known. */
    float[] vector(byte[] sha256) throws IOException {
      int position = images.position(sha256);
      int found = Arrays.binarySearch(starts, position);
      // Files without vectors do not exist, so all starts differ.
      int file = found >= 0 ? found : -found - 2;
      if (!open.containsKey(file)) {
        if (open.size() == MOST_OPEN) {
          close();
        }
        open.put(file, store.open(names.get(file)));
      }
      return open.get(file).vector(position - starts[file], sha256);
    }

    @Override
    public void close() throws IOException {
      for (VectorStore.Reader each : open.values()) {
        each.close();
      }
      open.clear();
    }
  }
}
