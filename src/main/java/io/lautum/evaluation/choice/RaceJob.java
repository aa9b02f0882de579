package io.lautum.evaluation.choice;

import com.typesafe.config.ConfigValueFactory;
import io.lautum.UserException;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardReader;
import io.lautum.evaluation.crossvalidation.HeldOutImages;
import io.lautum.evaluation.crossvalidation.HeldOutJob;
import io.lautum.evaluation.crossvalidation.HeldOutResult;
import io.lautum.evaluation.crossvalidation.ScoredImages;
import io.lautum.evaluation.crossvalidation.TimeLimit;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Choice;
import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.method.Auto;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses a method for labelled images by {@link Race}. Each cross-validation that has finished or
 * missed its time is saved, so that an interrupted choice continues. Opens no shards but the
 * unlabelled ones.
 */
public final class RaceJob {
  private static final Logger LOG = LoggerFactory.getLogger(RaceJob.class);

  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final byte[][] scored;

  public RaceJob(JavaSparkContext spark, ExperimentConfig config, ExperimentDirectory directory)
      throws IOException {
    this.spark = spark;
    this.config = config;
    this.directory = directory;
    scored =
        ScoredImages.read(
            new ShardReader(spark.hadoopConfiguration(), directory.shards()),
            Manifest.read(directory.files(), directory.shards()),
            config.seed());
  }

  /**
   * Chooses a method.
   *
   * @param candidates one or more methods, the simplest first
   * @param folder folder of the saved cross-validations, which are of this configuration
   * @throws UserException if no candidate can be trained
   */
  public Choice run(List<TransferMethod> candidates, HeldOutImages images, Path folder)
      throws IOException {
    // The estimator of Spark ML keeps no results, so that this is the only place of the remark.
    images.unmatchedRemark().ifPresent(remark -> LOG.warn("auto: {}", remark));
    Choice choice =
        new Race(
                candidates.stream().map(TransferMethod::name).toList(),
                Auto.seconds(config.finetune()),
                (method, round, limit) -> heat(method, round, limit, images, folder))
            .run();
    LOG.info("auto: {} is chosen among {} methods", choice.method(), candidates.size());
    return choice;
  }

  /** Returns a method's cross-validation with all steps; null if the choice has made none. */
  public static CrossValidation validation(
      ExperimentDirectory directory, String method, Path folder) throws IOException {
    Path file = file(method, Round.ALL, folder);
    return directory.files().exists(file) ? read(directory, file).validation() : null;
  }

  /** Returns a candidate's saved cross-validation, or makes and saves it. */
  Heat heat(String method, Round round, TimeLimit limit, HeldOutImages images, Path folder)
      throws IOException {
    Path file = file(method, round, folder);
    if (directory.files().exists(file)) {
      return read(directory, file);
    }
    int steps = round.steps(config.finetune().steps());
    ExperimentConfig shortened =
        ConfigLoader.with(config, Map.of("finetune.steps", ConfigValueFactory.fromAnyRef(steps)));
    HeldOutJob job = new HeldOutJob(spark, shortened, directory, images, scored, "auto");
    Path engine = new Path(folder, name(method, round));
    long start = System.nanoTime();
    HeldOutResult result;
    try {
      result = job.run(TransferMethods.named(method), engine, limit);
    } catch (UserException e) {
      // Not saved, because the same candidate may succeed with more memory.
      LOG.warn("auto: {} is left out: {}", method, e.getMessage());
      return new Heat(steps, null, e.getMessage(), List.of(), 0);
    } catch (TimeLimit.MissedException e) {
      LOG.warn(
          "auto: {} is left out: it would take longer than the {} s that are left for the first"
              + " round; finetune.auto.minutes sets the time",
          method,
          Math.round(limit.seconds()));
      Heat missed = new Heat(steps, null, e.getMessage(), List.of(), seconds(start));
      // A repetition would cost the time again, and could make another choice.
      Json.writeFile(directory.files(), file, missed);
      return missed;
    }
    Heat heat =
        new Heat(steps, result.validation(), result.failure(), result.predicted(), seconds(start));
    if (heat.failed()) {
      LOG.warn("auto: {}, {} steps: {}", method, steps, heat.failure());
    } else {
      LOG.info(
          "auto: {}, {} steps: {} % of the held-out images, {} s",
          method,
          steps,
          Math.round(100 * result.validation().accuracy().value()),
          Math.round(heat.seconds()));
    }
    Json.writeFile(directory.files(), file, heat);
    return heat;
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  private static Heat read(ExperimentDirectory directory, Path file) throws IOException {
    return Json.readFile(
        directory.files(),
        file,
        (in, name) -> Json.readResult(in, name, "a cross-validation of a candidate", Heat.class));
  }

  private static Path file(String method, Round round, Path folder) {
    return new Path(folder, name(method, round) + ".json");
  }

  private static String name(String method, Round round) {
    return method + "-" + round.suffix();
  }
}
