package io.lautum.pipeline.search;

import io.lautum.evaluation.crossvalidation.FoldsJob;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.MarkerMeaning;
import io.lautum.experiment.config.TuneConfig;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.network.model.TrainedModel;
import io.lautum.pipeline.Artefacts;
import io.lautum.pipeline.ExperimentContext;
import io.lautum.pipeline.Models;
import io.lautum.pipeline.Pipeline;
import io.lautum.training.distributed.TrainingDivergedException;
import io.lautum.training.finetune.TargetExamples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Scores points: pre-trains, unless an earlier trial had the same pre-training values, and
 * fine-tunes once per draw and fold, in one Spark task each. Opens the labelled pool, the
 * unlabelled shards and the source's training shards, but no test set.
 */
final class CrossValidationJob implements AutoCloseable {
  private static final int HASH_LENGTH = 16;

  private final ExperimentContext experiment;
  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final TransferMethod method;
  private final Broadcast<TuningData> data;
  private final FoldsJob folds;

  /**
   * @param points values of all trials
   * @throws io.lautum.DataException if the labelled pool has fewer examples than a draw
   */
  CrossValidationJob(ExperimentContext experiment, TransferMethod method, List<Candidate> points)
      throws IOException {
    this.experiment = experiment;
    this.method = method;
    spark = experiment.spark().get();
    config = experiment.config();
    TuningData read =
        TuningData.read(
            experiment.directory(),
            spark.hadoopConfiguration(),
            config,
            points.stream()
                .map(point -> point.configuration(config, method).finetune())
                .anyMatch(method::finetunesWithUnlabelled));
    read.draw(config.tune().labels(), 1, config.seed());
    data = spark.broadcast(read);
    folds = new FoldsJob(spark, "tune");
  }

  /** Runs one trial. */
  Trial score(int number, Candidate candidate) throws IOException {
    long start = System.nanoTime();
    ExperimentConfig trial = candidate.configuration(config, method);
    TrainedModel source;
    try {
      source = method.before().usesSource() ? pretrained(trial) : null;
    } catch (TrainingDivergedException e) {
      return Trial.failed(number, candidate, e.getMessage(), seconds(start));
    }
    return Trial.of(number, candidate, folds(number, trial, source), seconds(start));
  }

  /**
   * Returns the model pre-trained with this trial's values: the experiment's own if its values are
   * the same, otherwise one in a folder named after a hash of all pre-training values.
   */
  private TrainedModel pretrained(ExperimentConfig trial) throws IOException {
    PreTransfer before = method.before();
    ExperimentDirectory directory = experiment.directory();
    Artefacts artefacts = new Artefacts(trial, directory, spark.hadoopConfiguration());
    if (artefacts.pretrained(before).isUpToDate()) {
      Path folder = directory.pretrained(before.name());
      return TrainedModel.read(directory.files(), ExperimentDirectory.model(folder));
    }
    String values = MarkerMeaning.of(artefacts.pretrainValues(before)).toString();
    String hash =
        DigestUtils.sha256Hex(values.getBytes(StandardCharsets.UTF_8)).substring(0, HASH_LENGTH);
    ExperimentDirectory own = directory.below("tune/pretrained/" + hash);
    ExperimentContext pretraining =
        new ExperimentContext(trial, own, spark.hadoopConfiguration(), () -> spark);
    Models models = new Pipeline(pretraining, ExistingResults.RESUME_UNFINISHED).pretrain();
    return TrainedModel.read(own.files(), models.files().get(before.name()));
  }

  private List<FoldScore> folds(int number, ExperimentConfig trial, TrainedModel source) {
    TuneConfig tune = config.tune();
    List<HeldOut> tasks = new ArrayList<>();
    for (int draw = 1; draw <= tune.draws(); draw++) {
      for (int fold = 0; fold < tune.folds(); fold++) {
        tasks.add(new HeldOut(draw, fold));
      }
    }
    TrialSettings shared =
        new TrialSettings(
            method.name(),
            trial.finetune(),
            trial.network(),
            source,
            tune.labels(),
            tune.folds(),
            config.seed(),
            config.evaluateBatch());
    String user = "tune " + method.name() + ", trial " + number;
    TuningData read = data.value();
    TargetExamples examples = read.examplesWithout(shared, read.folds(shared, 1), 0);
    shared.training(read.target()).warnIfIdle(examples, examples.unlabelled().count(), user);
    Broadcast<TrialSettings> settings = spark.broadcast(shared);
    try {
      return folds.run(
          user,
          trial.finetune().stepsWithSearch(),
          tasks,
          steps -> new FoldTask(data, settings, steps));
    } finally {
      settings.destroy();
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    data.destroy();
  }
}
