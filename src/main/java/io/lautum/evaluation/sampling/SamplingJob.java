package io.lautum.evaluation.sampling;

import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.ShardReader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Json;
import io.lautum.method.TransferMethods;
import io.lautum.network.model.TrainedModel;
import io.lautum.operations.cluster.JobGroup;
import io.lautum.training.distributed.Checkpoints;
import io.lautum.training.distributed.ParameterAveragingTrainer;
import io.lautum.training.distributed.TrainingDivergedException;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.distributed.TrainingState;
import io.lautum.training.pretrain.TrainingPlans;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Trains by sampling weights, one run after the other, each distributed over the workers. */
public final class SamplingJob {
  private static final Logger LOG = LoggerFactory.getLogger(SamplingJob.class);
  private static final String CURVE = "curve.json";

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final FileSystem files;
  private final Manifest manifest;
  private final TrainingPlans plans;
  private final float[] start;
  private final SourceProbe probe;

  /**
   * Reads the shards' manifest, the images to measure on and the weights to start from.
   *
   * @throws io.lautum.DataException if one of them is missing or damaged
   */
  public SamplingJob(ExperimentConfig config, ExperimentDirectory directory, Configuration hadoop)
      throws IOException {
    this.config = config;
    this.directory = directory;
    files = directory.files();
    manifest = Manifest.read(files, directory.shards());
    plans = new TrainingPlans(config, manifest, directory.shards().toString());
    start = initialWeights();
    probe =
        new SourceProbe(
            new ShardReader(hadoop, directory.shards()),
            manifest,
            plans.network(),
            config.sampling().examples(),
            config.evaluateBatch(),
            config.network().engine());
  }

  private float[] initialWeights() throws IOException {
    if (!config.sampling().startsFromStandard()) {
      return plans.network().initialWeights(config.seed());
    }
    Path folder = directory.pretrained(TransferMethods.named("standard").before().name());
    return TrainedModel.read(files, ExperimentDirectory.model(folder)).parameters();
  }

  /**
   * Trains with one optimiser and writes its learning curve, even if the training diverges.
   *
   * @param outputs folder of the experiment that gets the curve
   */
  public void run(JavaSparkContext spark, SamplingRun run, ExperimentDirectory outputs)
      throws IOException {
    TrainingPlan plan = plan(run);
    LOG.info(
        "sampling {} ({}): {} rounds of {} x {} minibatches of {}",
        run.name(),
        plan.network().engine(),
        plan.rounds(),
        plan.workers(),
        plan.averagingInterval(),
        plan.batchSize());
    Path folder = new Path(outputs.sampling(), run.name());
    CurveRecorder recorder =
        new CurveRecorder(run.name(), probe, plan.rounds(), config.sampling().points());
    recorder.start(start);
    String diverged = null;
    String name = "sampling " + run.name();
    JobGroup jobs = JobGroup.begin(spark, name, name);
    try {
      // A run is too short for checkpoints.
      Checkpoints none = new Checkpoints(files, folder, Integer.MAX_VALUE, 1);
      new ParameterAveragingTrainer(spark, none)
          .train(plan, TrainingState.initial(start), recorder);
    } catch (TrainingDivergedException e) {
      diverged = e.getMessage();
    } finally {
      jobs.restore();
    }
    LearningCurve curve =
        new LearningCurve(
            run.optimizer().id(),
            run.optimizer().hasTau() ? run.tau() : null,
            recorder.points(),
            diverged);
    if (diverged != null) {
      LOG.warn("sampling {}: diverged: {}", run.name(), diverged);
    }
    Json.writeFile(files, new Path(folder, CURVE), curve);
  }

  /** Returns a plan with the number of rounds that the forward passes allow, at least one. */
  private TrainingPlan plan(SamplingRun run) {
    TrainingPlan round = run.optimizer().plan(plans, config, run.tau());
    long passes = (long) round.workers() * round.averagingInterval() * round.step().forwardPasses();
    return round.withRounds((int) Math.max(1, config.sampling().forwardPasses() / passes));
  }

  /** Compares finished runs and writes the result as JSON and as Markdown. */
  public SamplingResult collect(List<SamplingRun> runs) throws IOException {
    List<LearningCurve> curves = new ArrayList<>();
    for (SamplingRun run : runs) {
      Path path = new Path(new Path(directory.sampling(), run.name()), CURVE);
      curves.add(Json.readFile(files, path, LearningCurve::read));
    }
    SamplingResult result =
        new SamplingResult(
            manifest.source().name(),
            config.network().architecture(),
            start.length,
            config.sampling().startsFromStandard() ? "standard" : "random",
            manifest.workers(),
            config.sampling().batchSize(),
            config.sampling().forwardPasses(),
            curves);
    Json.writeFile(files, new Path(directory.sampling(), "sampling.json"), result);
    AtomicFile.write(
        files, new Path(directory.sampling(), "sampling.md"), SamplingTable.of(result).markdown());
    return result;
  }
}
