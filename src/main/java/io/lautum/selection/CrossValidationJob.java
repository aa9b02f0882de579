package io.lautum.selection;

import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import io.lautum.experiment.config.ConfigLoader;
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
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkStageInfo;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scores points: pre-trains, unless an earlier trial had the same pre-training values, and
 * fine-tunes once per draw and fold, in one Spark task each. Opens the labelled pool, the
 * unlabelled shards and the source's training shards, but no test set.
 */
final class CrossValidationJob implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CrossValidationJob.class);
  private static final int HASH_LENGTH = 16;
  private static final int POLL_SECONDS = 5;

  private final ExperimentContext experiment;
  private final JavaSparkContext spark;
  private final ExperimentConfig config;
  private final TransferMethod method;
  private final Broadcast<TuningData> data;

  /**
   * @throws io.lautum.DataException if the labelled pool has fewer examples than a draw
   */
  CrossValidationJob(ExperimentContext experiment, TransferMethod method) throws IOException {
    this.experiment = experiment;
    this.method = method;
    spark = experiment.spark().get();
    config = experiment.config();
    TuningData read =
        TuningData.read(
            experiment.directory(),
            spark.hadoopConfiguration(),
            config.seed(),
            method.after().usesUnlabelled());
    read.draw(config.tune().labels(), 1, config.seed());
    data = spark.broadcast(read);
  }

  /** Runs one trial. */
  Trial score(int number, Candidate candidate) throws IOException {
    long start = System.nanoTime();
    Map<String, ConfigValue> values = new TreeMap<>(candidate.values());
    values.put("methods", ConfigValueFactory.fromIterable(List.of(method.name())));
    ExperimentConfig trial = ConfigLoader.with(config, values);
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
    Artefacts artefacts = new Artefacts(trial, directory);
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
    Broadcast<TrialSettings> settings =
        spark.broadcast(
            new TrialSettings(
                method.name(),
                trial.finetune(),
                trial.network().architecture(),
                trial.network(),
                source,
                tune.labels(),
                tune.folds(),
                config.seed(),
                config.evaluateBatch()));
    spark.setJobGroup("tune", "tune trial " + number);
    try {
      return watched(
          number,
          tasks.size(),
          spark.parallelize(tasks, tasks.size()).map(new FoldTask(data, settings)).collectAsync());
    } finally {
      settings.destroy();
      spark.clearJobGroup();
    }
  }

  /** Waits for the folds and logs how many are done, because one fold may take minutes. */
  private List<FoldScore> watched(int number, int folds, JavaFutureAction<List<FoldScore>> scores) {
    int reported = 0;
    while (true) {
      try {
        return scores.get(POLL_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException e) {
        int done = completed(scores);
        if (done > reported) {
          LOG.info("tune {}: trial {}, {} of {} folds", method.name(), number, done, folds);
          reported = done;
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        scores.cancel(true);
        Thread.currentThread().interrupt();
        throw new IllegalStateException(
            "the search was interrupted; rerun the command to finish it", e);
      }
    }
  }

  private int completed(JavaFutureAction<?> job) {
    return job.jobIds().stream()
        .flatMap(id -> Stream.ofNullable(spark.statusTracker().getJobInfo(id)))
        .flatMapToInt(info -> Arrays.stream(info.stageIds()))
        .mapToObj(spark.statusTracker()::getStageInfo)
        .filter(Objects::nonNull)
        .mapToInt(SparkStageInfo::numCompletedTasks)
        .sum();
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  @Override
  public void close() {
    data.destroy();
  }
}
