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
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;

/**
 * Runs many models over one set of shards, with one task per model and shard.
 *
 * @param shards folder of the manifest
 * @param batchSize images per forward pass
 * @param engine value of {@code network.engine}
 */
record ModelJob(
    JavaSparkContext spark, Manifest manifest, Path shards, int batchSize, String engine) {
  /** The computation of one task with its model and shard. */
  interface Measurement<T> extends Serializable {
    T of(Predictor predictor, Shard shard);
  }

  /** Evaluates how each model classifies a labelled set. */
  List<Evaluation> evaluate(List<Path> models, ShardSet set, DatasetSummary domain) {
    return run(
        models,
        set,
        domain.normalization(),
        (predictor, shard) -> predictor.evaluate(shard.pixels(), shard.labels()),
        (all, part) -> {
          all.add(part);
          return all;
        });
  }

  /**
   * Returns the moments of each model's outputs and the whitened images over the unlabelled target
   * set.
   */
  List<RunningMoments> moments(List<Path> models, String output) {
    return run(
        models,
        ShardSet.TARGET_UNLABELLED,
        manifest.target().normalization(),
        (predictor, shard) -> moments(predictor, shard, output),
        ModelJob::sum);
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
   * Measures every model on every shard of a set.
   *
   * @param normalization normalisation of the set's images
   * @param merge merges the measurements of two shards, in the order of the shards
   * @return one measurement per model
   */
  <T> List<T> run(
      List<Path> models,
      ShardSet set,
      Normalization normalization,
      Measurement<T> measurement,
      BinaryOperator<T> merge) {
    List<Manifest.File> parts = manifest.files(set);
    List<Task> tasks = new ArrayList<>();
    for (Path model : models) {
      for (Manifest.File file : parts) {
        tasks.add(new Task(model.toString(), file));
      }
    }
    if (tasks.isEmpty()) {
      return List.of();
    }
    Broadcast<SerializableConfiguration> hadoop =
        spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    String folder = shards.toString();
    // Local variables, so that the job is not sent to executors.
    int batch = batchSize;
    String chosen = engine;
    List<T> results;
    try {
      results =
          spark
              .parallelize(tasks, tasks.size())
              .map(
                  task -> {
                    Configuration configuration = hadoop.value().value();
                    Path path = new Path(task.model());
                    TrainedModel model = TrainedModel.read(path.getFileSystem(configuration), path);
                    Shard shard =
                        new ShardReader(configuration, new Path(folder)).read(set, task.file());
                    try (Predictor predictor = new Predictor(model, normalization, batch, chosen)) {
                      return measurement.of(predictor, shard);
                    }
                  })
              .collect();
    } finally {
      hadoop.destroy();
    }
    List<T> merged = new ArrayList<>();
    for (int first = 0; first < results.size(); first += parts.size()) {
      merged.add(results.subList(first, first + parts.size()).stream().reduce(merge).orElseThrow());
    }
    return merged;
  }

  private record Task(String model, Manifest.File file) implements Serializable {}
}
