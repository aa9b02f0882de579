package io.lautum.evaluation.evaluate;

import io.lautum.data.image.Normalization;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.data.shard.ShardReader;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.result.Evaluation;
import io.lautum.information.RunningMoments;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import io.lautum.operations.cluster.ResultLimit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.apache.spark.util.SizeEstimator;

/**
 * Runs many models over one set of shards, with one task per model and shard.
 *
 * @param shards folder of the manifest
 * @param batchSize images per forward pass
 * @param engine value of {@code network.engine}
 */
record ModelJob(
    JavaSparkContext spark, Manifest manifest, Path shards, int batchSize, String engine) {
  /** Tasks of the first Spark job, from which the size of the measurements is known. */
  private static final int FIRST_TASKS = 32;

  /** The computation of one task with its model and shard. */
  interface Measurement<T> extends Serializable {
    T of(Predictor predictor, Shard shard);
  }

  /**
   * Evaluates how each model classifies a labelled set.
   *
   * @param each receives the models' evaluations, in order
   */
  void evaluate(List<Path> models, ShardSet set, DatasetSummary domain, Consumer<Evaluation> each) {
    run(
        models,
        set,
        domain.normalization(),
        (predictor, shard) -> predictor.evaluate(shard.pixels(), shard.labels()),
        (all, part) -> {
          all.add(part);
          return all;
        },
        each);
  }

  /**
   * Measures the moments of each model's outputs and the whitened images over the unlabelled target
   * set.
   *
   * @param each receives the models' moments, in order
   */
  void moments(List<Path> models, String output, Consumer<RunningMoments> each) {
    run(
        models,
        ShardSet.TARGET_UNLABELLED,
        manifest.target().normalization(),
        (predictor, shard) -> moments(predictor, shard, output),
        ModelJob::sum,
        each);
  }

  /** Adds the moments of two parts, which are linear in the examples. */
  private static RunningMoments sum(RunningMoments a, RunningMoments b) {
    double[] sums = a.toArray();
    double[] others = b.toArray();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += others[i];
    }
    return RunningMoments.fromArray(a.outputs(), a.components(), sums);
  }

  private static RunningMoments moments(Predictor predictor, Shard shard, String output) {
    int components = shard.whitened()[0].length;
    RunningMoments[] moments = new RunningMoments[1];
    predictor.outputs(
        shard.pixels(),
        output,
        (first, outputs) -> {
          int n = outputs.length;
          int width = outputs[0].length;
          if (moments[0] == null) {
            moments[0] = new RunningMoments(width, components);
          }
          double[] w = new double[n * width];
          double[] z = new double[n * components];
          for (int i = 0; i < n; i++) {
            for (int k = 0; k < width; k++) {
              w[i * width + k] = outputs[i][k];
            }
            for (int k = 0; k < components; k++) {
              z[i * components + k] = shard.whitened()[first + i][k];
            }
          }
          moments[0].accumulate(w, z, n);
        });
    return moments[0];
  }

  /** A computation of a task that needs only a shard. */
  interface ShardFunction<T> extends Serializable {
    T of(Shard shard);
  }

  /** Applies a function to the first shard of a set. */
  <T> T first(ShardSet set, ShardFunction<T> function) {
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    String folder = shards.toString();
    try {
      return spark
          .parallelize(List.of(manifest.files(set).get(0)), 1)
          .map(
              file ->
                  function.of(
                      new ShardReader(hadoop.value().value(), new Path(folder)).read(set, file)))
          .first();
    } finally {
      hadoop.destroy();
    }
  }

  /**
   * Measures every model on every shard of a set, in Spark jobs of as many tasks as the driver can
   * collect the measurements of. It holds those of one job and of one model.
   *
   * @param normalization normalisation of the set's images
   * @param merge merges the measurements of two shards, in the order of the shards
   * @param each receives one measurement per model, in the order of the models
   */
  <T> void run(
      List<Path> models,
      ShardSet set,
      Normalization normalization,
      Measurement<T> measurement,
      BinaryOperator<T> merge,
      Consumer<T> each) {
    List<Manifest.File> parts = manifest.files(set);
    List<Task> tasks = new ArrayList<>();
    for (Path model : models) {
      for (Manifest.File file : parts) {
        tasks.add(new Task(model.toString(), file));
      }
    }
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    String folder = shards.toString();
    // Local variables, so that the job is not sent to executors.
    int batch = batchSize;
    String chosen = engine;
    try {
      T merged = null;
      int done = 0;
      long most = FIRST_TASKS;
      while (done < tasks.size()) {
        List<Task> some = tasks.subList(done, (int) Math.min(tasks.size(), done + most));
        List<T> results =
            spark
                .parallelize(some, some.size())
                .map(
                    task -> {
                      Configuration configuration = hadoop.value().value();
                      Path path = new Path(task.model());
                      TrainedModel model =
                          TrainedModel.read(path.getFileSystem(configuration), path);
                      Shard shard =
                          new ShardReader(configuration, new Path(folder)).read(set, task.file());
                      try (Predictor predictor =
                          new Predictor(model, normalization, batch, chosen)) {
                        return measurement.of(predictor, shard);
                      }
                    })
                .collect();
        most = mostTasks(results.get(0));
        for (T result : results) {
          merged = done % parts.size() == 0 ? result : merge.apply(merged, result);
          done++;
          if (done % parts.size() == 0) {
            each.accept(merged);
          }
        }
      }
    } finally {
      hadoop.destroy();
    }
  }

  /** Returns how many results of the size of one take up a quarter of what Spark collects. */
  private long mostTasks(Object result) {
    return Math.max(1, ResultLimit.bytes(spark.getConf()) / 4 / SizeEstimator.estimate(result));
  }

  private record Task(String model, Manifest.File file) implements Serializable {}
}
