package io.lautum.evaluation.evaluate;

import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardSet;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Evaluation;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.operations.cluster.JobGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/** Evaluates a single model on the target's test set. */
public final class TestSetJob {
  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;

  public TestSetJob(
      JavaSparkContext spark, ExperimentConfig config, ExperimentDirectory directory) {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
  }

  /** Returns the evaluation; empty if there is no test set. */
  public Optional<Evaluation> run(Path model) throws IOException {
    Manifest manifest = Manifest.read(directory.files(), directory.shards());
    if (manifest.examples(ShardSet.TARGET_TEST) == 0) {
      return Optional.empty();
    }
    JobGroup jobs = JobGroup.begin(spark, "evaluate", "evaluate on the test set");
    try {
      ModelJob models =
          new ModelJob(
              spark,
              manifest,
              directory.shards(),
              config.evaluateBatch(),
              config.network().engine());
      List<Evaluation> evaluations = new ArrayList<>();
      models.evaluate(List.of(model), ShardSet.TARGET_TEST, manifest.target(), evaluations::add);
      return Optional.of(evaluations.get(0));
    } finally {
      jobs.restore();
    }
  }
}
