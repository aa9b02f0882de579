package io.lautum.data.shard;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The examples of one shard in memory. Pixels are bytes, which take a quarter of the memory of
 * floats.
 *
 * @param ids ids of the examples, ascending
 * @param labels class indices; null if the set is unlabelled
 * @param pixels one image per example
 * @param whitened one whitened image per example; null if the set is labelled
 * @param names path of each image's file relative to its dataset; null if the dataset has no file
 *     per image
 */
public record Shard(long[] ids, int[] labels, byte[][] pixels, float[][] whitened, String[] names)
    implements Serializable {
  public int size() {
    return ids.length;
  }

  /** Returns the path of an image's file, or a name with its id if the images have no files. */
  public String name(int position) {
    return names == null ? "image-" + ids[position] : names[position];
  }

  /** Returns the examples at some positions, in their order. */
  public Shard at(int[] positions) {
    return new Shard(
        Arrays.stream(positions).mapToLong(position -> ids[position]).toArray(),
        labels == null
            ? null
            : Arrays.stream(positions).map(position -> labels[position]).toArray(),
        select(pixels, positions),
        select(whitened, positions),
        select(names, positions));
  }

  private static <T> T[] select(T[] values, int[] positions) {
    return values == null
        ? null
        : Arrays.stream(positions)
            .mapToObj(position -> values[position])
            .toArray(count -> Arrays.copyOf(values, count));
  }

  /**
   * Returns the examples of several shards of one set, sorted by id, so that the result does not
   * depend on the number of shards.
   */
  static Shard merge(List<Shard> shards) {
    boolean labelled = shards.stream().allMatch(shard -> shard.labels != null);
    boolean named = shards.stream().allMatch(shard -> shard.names != null);
    int size = shards.stream().mapToInt(Shard::size).sum();
    record Place(Shard shard, int position) {
      long id() {
        return shard.ids[position];
      }
    }
    List<Place> places = new ArrayList<>(size);
    for (Shard shard : shards) {
      for (int i = 0; i < shard.size(); i++) {
        places.add(new Place(shard, i));
      }
    }
    places.sort(Comparator.comparingLong(Place::id));
    return new Shard(
        places.stream().mapToLong(Place::id).toArray(),
        labelled ? places.stream().mapToInt(p -> p.shard.labels[p.position]).toArray() : null,
        places.stream().map(p -> p.shard.pixels[p.position]).toArray(byte[][]::new),
        labelled
            ? null
            : places.stream().map(p -> p.shard.whitened[p.position]).toArray(float[][]::new),
        named ? places.stream().map(p -> p.shard.names[p.position]).toArray(String[]::new) : null);
  }
}
