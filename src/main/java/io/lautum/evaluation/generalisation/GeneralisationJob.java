package io.lautum.evaluation.generalisation;

import io.lautum.data.shard.Manifest;
import io.lautum.evaluation.generalisation.GeneralisationResults.PerturbedAccuracy;
import io.lautum.evaluation.generalisation.GeneralisationResults.Row;
import io.lautum.evaluation.generalisation.GeneralisationResults.Score;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.GeneralisationConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.network.model.TrainedModel;
import io.lautum.operations.cluster.JobGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Measures every network of the generalisation experiment, with one Spark task per network and
 * shard.
 */
public final class GeneralisationJob {
  private static final String GROUP = "generalisation";
  private static final Logger LOG = LoggerFactory.getLogger(GeneralisationJob.class);

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Manifest manifest;

  public GeneralisationJob(
      JavaSparkContext spark, ExperimentConfig config, ExperimentDirectory directory)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
    manifest = Manifest.read(directory.files(), directory.shards());
  }

  /**
   * Measures the networks.
   *
   * @param trainings trainings whose models exist
   */
  public GeneralisationResults run(List<Training> trainings) {
    GeneralisationConfig settings = config.generalisation();
    List<Path> models = trainings.stream().map(this::model).toList();
    LOG.info("generalisation: {} models on {}", models.size(), config.source().name());
    List<ScoreSums[]> train =
        evaluate(
            models,
            MeasuredShard.sample(
                manifest,
                settings.trainSample(),
                RandomStream.TRAINING_SAMPLE.seed(config.seed()),
                config.pretrain().earlyStopping().heldOut(),
                RandomStream.TRAINING.seed(config.seed())),
            List.of(Perturbation.NONE));
    List<ScoreSums[]> test =
        evaluate(models, MeasuredShard.whole(manifest), Perturbation.all(settings));
    List<Map<String, Double>> norms = norms(models);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < trainings.size(); i++) {
      rows.add(row(trainings.get(i), train.get(i)[0], test.get(i), norms.get(i)));
    }
    return new GeneralisationResults(
        config.name(),
        config.source().name(),
        config.network().architecture(),
        config.seed(),
        config.pretrain().epochs(),
        train.get(0)[0].examples(),
        test.get(0)[0].examples(),
        rows);
  }

  private Path model(Training training) {
    return ExperimentDirectory.model(new Path(directory.generalisation(), training.folder()));
  }

  private Row row(Training training, ScoreSums train, ScoreSums[] test, Map<String, Double> norms) {
    List<Perturbation> perturbations = Perturbation.all(config.generalisation());
    return new Row(
        training.regularizer().toString(),
        training.batchSize(),
        new Score(train.accuracy(), train.crossEntropy()),
        new Score(test[0].accuracy(), test[0].crossEntropy()),
        train.accuracy() - test[0].accuracy(),
        points(Perturbation.Kind.GAUSSIAN, perturbations, test),
        points(Perturbation.Kind.FGSM, perturbations, test),
        norms);
  }

  private static List<PerturbedAccuracy> points(
      Perturbation.Kind kind, List<Perturbation> perturbations, ScoreSums[] scores) {
    List<PerturbedAccuracy> points = new ArrayList<>();
    for (int i = 0; i < scores.length; i++) {
      if (perturbations.get(i).kind() == kind) {
        points.add(new PerturbedAccuracy(perturbations.get(i).size(), scores[i].accuracy()));
      }
    }
    return points;
  }

  /** Returns one array per model, with one element per perturbation. */
  private List<ScoreSums[]> evaluate(
      List<Path> models, List<MeasuredShard> shards, List<Perturbation> perturbations) {
    List<MeasuredShard.Task> tasks = new ArrayList<>();
    for (Path model : models) {
      shards.forEach(shard -> tasks.add(new MeasuredShard.Task(model.toString(), shard)));
    }
    JobGroup jobs =
        JobGroup.begin(spark, GROUP, "generalisation on " + shards.get(0).set().directory());
    Broadcast<SerializableConfiguration> hadoop = hadoop();
    String folder = directory.shards().toString();
    MeasuredShard.Settings settings =
        new MeasuredShard.Settings(
            manifest.source().normalization(),
            config.evaluateBatch(),
            config.network().engine(),
            RandomStream.IMAGE_NOISE.seed(config.seed()),
            perturbations);
    List<ScoreSums[]> parts;
    try {
      parts =
          spark
              .parallelize(tasks, tasks.size())
              .map(task -> task.evaluate(settings, folder, hadoop.value().value()))
              .collect();
    } finally {
      hadoop.destroy();
      jobs.restore();
    }
    List<ScoreSums[]> merged = new ArrayList<>();
    for (int first = 0; first < parts.size(); first += shards.size()) {
      merged.add(sum(parts.subList(first, first + shards.size())));
    }
    return merged;
  }

  private static ScoreSums[] sum(List<ScoreSums[]> parts) {
    ScoreSums[] sum = parts.get(0);
    for (ScoreSums[] part : parts.subList(1, parts.size())) {
      for (int i = 0; i < sum.length; i++) {
        sum[i].add(part[i]);
      }
    }
    return sum;
  }

  private List<Map<String, Double>> norms(List<Path> models) {
    JobGroup jobs = JobGroup.begin(spark, GROUP, "spectral norms");
    Broadcast<SerializableConfiguration> hadoop = hadoop();
    List<String> paths = models.stream().map(Path::toString).toList();
    try {
      return spark
          .parallelize(paths, paths.size())
          .map(
              path -> {
                Path file = new Path(path);
                return SpectralNorms.of(
                    TrainedModel.read(file.getFileSystem(hadoop.value().value()), file));
              })
          .collect();
    } finally {
      hadoop.destroy();
      jobs.restore();
    }
  }

  private Broadcast<SerializableConfiguration> hadoop() {
    return spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
  }
}
