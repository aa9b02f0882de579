package io.lautum.network.loss;

import java.io.Serializable;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Named vectors that a part of a loss keeps between steps.
 *
 * @param averaged vectors that are averaged elementwise over workers; every worker continues from
 *     the mean
 * @param local vectors that each worker keeps for itself
 */
public record State(SortedMap<String, double[]> averaged, SortedMap<String, double[]> local)
    implements Serializable {
  /** A state without vectors. */
  public static final State EMPTY = new State(new TreeMap<>(), new TreeMap<>());

  public State {
    averaged = Collections.unmodifiableSortedMap(new TreeMap<>(averaged));
    local = Collections.unmodifiableSortedMap(new TreeMap<>(local));
  }

  /** Returns a state with one vector, which is averaged over workers. */
  public static State averaged(String name, double[] vector) {
    return new State(new TreeMap<>(Map.of(name, vector)), new TreeMap<>());
  }

  /** Returns a state with one vector, which each worker keeps for itself. */
  public static State local(String name, double[] vector) {
    return new State(new TreeMap<>(), new TreeMap<>(Map.of(name, vector)));
  }

  /** Returns a vector of either kind; empty if no vector has this name. */
  public double[] vector(String name) {
    return averaged.getOrDefault(name, local.getOrDefault(name, new double[0]));
  }

  /**
   * Returns this state with the vectors of a part, whose names get the part's name and a dot as
   * prefix.
   */
  public State with(String part, State other) {
    SortedMap<String, double[]> allAveraged = new TreeMap<>(averaged);
    other.averaged.forEach((name, vector) -> allAveraged.put(part + "." + name, vector));
    SortedMap<String, double[]> allLocal = new TreeMap<>(local);
    other.local.forEach((name, vector) -> allLocal.put(part + "." + name, vector));
    return new State(allAveraged, allLocal);
  }

  /** Returns the state that {@link #with} added under a part's name. */
  public State part(String part) {
    return new State(part(averaged, part + "."), part(local, part + "."));
  }

  private static SortedMap<String, double[]> part(
      SortedMap<String, double[]> vectors, String prefix) {
    SortedMap<String, double[]> part = new TreeMap<>();
    vectors.forEach(
        (name, vector) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), vector);
          }
        });
    return part;
  }
}
