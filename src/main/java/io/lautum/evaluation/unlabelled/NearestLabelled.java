package io.lautum.evaluation.unlabelled;

import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Shard;
import io.lautum.experiment.result.Adaptation.Neighbour;
import io.lautum.network.model.Predictor;
import io.lautum.network.spec.NetworkGraph;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The labelled examples that are nearest to others. The report shows them for vectors, which have
 * no picture. Distances are Euclidean, of the model's features divided by their norm.
 */
final class NearestLabelled {
  /** Examples per list. */
  static final int COUNT = 3;

  private final Shard pool;
  private final float[][] units;

  /**
   * @param pool labelled examples
   * @param features features of each of them
   */
  NearestLabelled(Shard pool, float[][] features) {
    this.pool = pool;
    units = UnitVectors.of(features);
  }

  /** Computes the features of labelled examples with a model; none are needed for images. */
  static NearestLabelled of(Shard pool, DatasetSummary target, Predictor model) {
    if (!target.normalization().ofVectors()) {
      return new NearestLabelled(pool, new float[0][]);
    }
    float[][] features = new float[pool.size()][];
    model.outputs(
        pool.pixels(),
        NetworkGraph.FEATURES,
        (first, rows) -> System.arraycopy(rows, 0, features, first, rows.length));
    return new NearestLabelled(pool, features);
  }

  /** Returns the examples nearest to some features, the nearest first; none for images. */
  List<Neighbour> to(float[] features) {
    return nearest(UnitVectors.of(new float[][] {features})[0], -1);
  }

  /** Returns the examples nearest to the one at a position of the pool. */
  List<Neighbour> toLabelled(int position) {
    return units.length == 0 ? List.of() : nearest(units[position], position);
  }

  private List<Neighbour> nearest(float[] unit, int except) {
    double[] distances = new double[units.length];
    Arrays.setAll(distances, i -> UnitVectors.squaredDistance(unit, units[i]));
    return IntStream.range(0, units.length)
        .filter(i -> i != except)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> distances[i]))
        .limit(COUNT)
        .map(i -> new Neighbour(pool.name(i), pool.labels()[i]))
        .toList();
  }
}
