package io.lautum.training.distributed;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.network.loss.State;
import io.lautum.operations.cluster.JavaSerialization;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The result of one worker's round, or of several workers' rounds merged: means weighted by the
 * number of examples seen.
 */
@DefaultSerializer(JavaSerialization.class)
final class RoundMean implements Serializable {
  private final int firstWorker;
  private transient float[] parameters;
  private transient float[] updater;

  /** The sums over workers of the vectors that they average. */
  private final TreeMap<String, double[]> averaged = new TreeMap<>();

  /** Vectors that workers keep for themselves, by worker. */
  private final TreeMap<Integer, SortedMap<String, double[]>> local = new TreeMap<>();

  /** Metrics by worker. */
  private final TreeMap<Integer, RoundMetrics> metricsByWorker = new TreeMap<>();

  private int workers = 1;
  private double examples;
  private RoundMetrics metrics;

  /** Creates one worker's own result; takes ownership of the arrays. */
  RoundMean(
      int worker,
      int examples,
      float[] parameters,
      float[] updater,
      State components,
      RoundMetrics metrics) {
    this.firstWorker = worker;
    this.examples = examples;
    this.parameters = parameters;
    this.updater = updater;
    components.averaged().forEach((name, vector) -> averaged.put(name, vector.clone()));
    local.put(worker, new TreeMap<>(components.local()));
    this.metrics = metrics;
    metricsByWorker.put(worker, metrics);
  }

  private RoundMean(RoundMean other, float[] parameters, float[] updater) {
    firstWorker = other.firstWorker;
    this.parameters = parameters;
    this.updater = updater;
    averaged.putAll(other.averaged);
    local.putAll(other.local);
    metricsByWorker.putAll(other.metricsByWorker);
    workers = other.workers;
    examples = other.examples;
    metrics = other.metrics;
  }

  /**
   * Returns this result with only a part of the parameters and of the updater.
   *
   * @param number number of the part, from 0
   */
  RoundMean part(int number, int parts) {
    return new RoundMean(this, part(parameters, number, parts), part(updater, number, parts));
  }

  private static float[] part(float[] values, int number, int parts) {
    int from = (int) ((long) values.length * number / parts);
    int to = (int) ((long) values.length * (number + 1) / parts);
    return Arrays.copyOfRange(values, from, to);
  }

  /** Returns the result that has the given parts, in their order. */
  static RoundMean joined(List<RoundMean> parts) {
    return new RoundMean(
        parts.get(0),
        concatenated(parts, part -> part.parameters),
        concatenated(parts, part -> part.updater));
  }

  private static float[] concatenated(List<RoundMean> parts, Function<RoundMean, float[]> values) {
    float[] all = new float[parts.stream().mapToInt(part -> values.apply(part).length).sum()];
    int at = 0;
    for (RoundMean part : parts) {
      float[] some = values.apply(part);
      System.arraycopy(some, 0, all, at, some.length);
      at += some.length;
    }
    return all;
  }

  /**
   * Returns the mean of all results, always added in the order of the workers: floating-point sums
   * depend on the order, and a repeated run must give the same bits.
   */
  static RoundMean of(Iterator<RoundMean> parts) {
    TreeMap<Integer, RoundMean> ordered = new TreeMap<>();
    parts.forEachRemaining(part -> ordered.put(part.firstWorker, part));
    Iterator<RoundMean> rest = ordered.values().iterator();
    RoundMean mean = rest.next();
    rest.forEachRemaining(mean::add);
    return mean;
  }

  private void add(RoundMean other) {
    double total = examples + other.examples;
    double own = examples / total;
    double others = other.examples / total;
    mix(parameters, (float) own, other.parameters, (float) others);
    mix(updater, (float) own, other.updater, (float) others);
    other.averaged.forEach((name, vector) -> averaged.merge(name, vector, RoundMean::sum));
    local.putAll(other.local);
    metrics = metrics.with(other.metrics, own);
    metricsByWorker.putAll(other.metricsByWorker);
    workers += other.workers;
    examples = total;
  }

  /** Uses only float arithmetic, so that the virtual machine vectorises the loop. */
  private static void mix(float[] values, float weight, float[] others, float otherWeight) {
    for (int i = 0; i < values.length; i++) {
      values[i] = weight * values[i] + otherWeight * others[i];
    }
  }

  private static double[] sum(double[] a, double[] b) {
    for (int i = 0; i < a.length; i++) {
      a[i] += b[i];
    }
    return a;
  }

  /** Returns the state after the averaging. */
  TrainingState state(int iteration) {
    return new TrainingState(parameters, updater, iteration, means(), List.copyOf(local.values()));
  }

  /**
   * Divides only after summing, so that a count that is the same on all workers stays that whole
   * number.
   */
  private SortedMap<String, double[]> means() {
    SortedMap<String, double[]> means = new TreeMap<>();
    averaged.forEach(
        (name, sums) -> {
          double[] mean = sums.clone();
          for (int i = 0; i < mean.length; i++) {
            mean[i] /= workers;
          }
          means.put(name, mean);
        });
    return means;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    out.defaultWriteObject();
    FloatStream.write(parameters, out);
    FloatStream.write(updater, out);
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    parameters = FloatStream.read(in);
    updater = FloatStream.read(in);
  }

  int firstWorker() {
    return firstWorker;
  }

  /** Returns the number of examples that all workers have seen. */
  double examples() {
    return examples;
  }

  RoundMetrics metrics() {
    return metrics;
  }

  /** Returns each worker's own metrics, in the order of the workers. */
  List<RoundMetrics> metricsByWorker() {
    return List.copyOf(metricsByWorker.values());
  }
}
