package io.lautum.pipeline;

import io.lautum.UserException;
import io.lautum.config.ConfigLoader;
import io.lautum.config.ExperimentConfig;
import io.lautum.evaluate.EvaluateJob;
import io.lautum.finetune.FinetuneJob;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethod;
import io.lautum.method.TransferMethods;
import io.lautum.prepare.PrepareJob;
import io.lautum.pretrain.PretrainJob;
import io.lautum.sampling.SamplingJob;
import io.lautum.sampling.SamplingResult;
import io.lautum.sampling.SamplingRun;
import io.lautum.storage.ArtefactMarker;
import io.lautum.storage.AtomicFile;
import io.lautum.storage.ExperimentDirectory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the stages of one experiment and skips what is finished for its configuration. Spark is
 * started by the first stage that has work for it.
 */
public final class Pipeline {
  private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

  private final ExperimentConfig config;
  private final ExperimentDirectory directory;
  private final Configuration hadoop;
  private final ExistingResults existing;
  private final Supplier<JavaSparkContext> spark;
  private final StageTimes times;
  private final List<TransferMethod> methods;

  /** Those before the transfer that train on the source, each once and after the one it refines. */
  private final List<PreTransfer> pretrained;

  private Artefacts artefacts;
  private boolean worked;

  /**
   * @param spark called when there is work for it
   * @throws UserException if a method does not exist or cannot be trained with this configuration
   */
  public Pipeline(
      ExperimentConfig config,
      ExperimentDirectory directory,
      Configuration hadoop,
      ExistingResults existing,
      Supplier<JavaSparkContext> spark) {
    this.config = config;
    this.directory = directory;
    this.hadoop = hadoop;
    this.existing = existing;
    this.spark = spark;
    this.artefacts = new Artefacts(config, directory);
    this.times = new StageTimes(directory);
    this.methods = config.methods().stream().map(TransferMethods::named).distinct().toList();
    this.pretrained =
        methods.stream()
            .map(TransferMethod::before)
            .filter(PreTransfer::usesSource)
            .flatMap(
                method ->
                    Stream.concat(method.refined(config.pretrain()).stream(), Stream.of(method)))
            .distinct()
            .toList();
    pretrained.forEach(method -> method.require(config.pretrain()));
  }

  /** Whether any stage had anything to do. */
  public boolean worked() {
    return worked;
  }

  /** Makes the shards. */
  public void prepare() throws IOException {
    ArtefactMarker marker = artefacts.shards();
    if (isNeeded(marker, "prepare")) {
      // First of all, so that nothing is removed where Spark cannot be had.
      JavaSparkContext context = spark.get();
      begin();
      marker.clear();
      times.timed("prepare", () -> new PrepareJob(context, config, directory).run());
      marker.complete();
      artefacts = new Artefacts(config, directory);
    }
  }

  /**
   * Checks that there are as many labelled examples as the experiment asks for, so that a run need
   * not find out after hours of training.
   *
   * @throws UserException if the shards are missing
   * @throws io.lautum.DataException if there are fewer
   */
  public FinetuneJob requireLabels() throws IOException {
    require(artefacts.shards(), "prepare");
    FinetuneJob job = new FinetuneJob(config, directory, hadoop);
    config.labels().forEach(job::require);
    return job;
  }

  /**
   * Trains every method that uses the source, and before it the one that it refines.
   *
   * @throws UserException if the shards are missing, or a model or its checkpoints are of another
   *     configuration; nothing has been changed then
   */
  public void pretrain() throws IOException {
    require(artefacts.shards(), "prepare");
    // All markers are looked at before any method is trained: a refusal must not come hours later.
    Map<PreTransfer, Boolean> resumed = new LinkedHashMap<>();
    for (PreTransfer method : pretrained) {
      if (isNeeded(artefacts.pretrained(method), "pretrain " + method.name())) {
        resumed.put(
            method,
            existing == ExistingResults.RESUME_UNFINISHED
                && artefacts.checkpoints(method).checkComplete());
      }
    }
    if (resumed.isEmpty()) {
      return;
    }
    PretrainJob job = new PretrainJob(spark.get(), config, directory);
    begin();
    for (PreTransfer method : resumed.keySet()) {
      ArtefactMarker marker = artefacts.pretrained(method);
      if (!resumed.get(method)) {
        marker.clear();
        artefacts.checkpoints(method).complete();
      }
      times.timed("pretrain " + method.name(), () -> job.run(method));
      marker.complete();
    }
  }

  /**
   * Fine-tunes every method, number of labels and draw.
   *
   * @throws UserException if a pre-trained model is missing or an artefact is of another
   *     configuration; nothing has been changed then
   * @throws io.lautum.DataException if there are fewer labelled examples than asked for, likewise
   */
  public void finetune() throws IOException {
    require(artefacts.shards(), "prepare");
    requirePretrained();
    List<FinetuneTask> tasks = new ArrayList<>();
    for (TransferMethod method : methods) {
      for (int labels : config.labels()) {
        for (int draw = 1; draw <= config.draws(); draw++) {
          ArtefactMarker marker = artefacts.finetuned(method, labels, draw);
          if (existing == ExistingResults.OVERWRITE || !marker.checkComplete()) {
            tasks.add(new FinetuneTask(method, labels, draw, marker));
          }
        }
      }
    }
    if (tasks.isEmpty()) {
      LOG.info("finetune: complete, skipped");
      return;
    }
    FinetuneJob job = requireLabels();
    begin();
    times.timed("finetune", () -> FinetuneTask.runAll(tasks, job));
  }

  /**
   * Measures all models. Results of other methods, draws or measures are replaced without asking:
   * they cost little, and the models that they are of stay.
   *
   * @throws UserException if a model is missing or of another configuration
   */
  public void evaluate() throws IOException {
    requirePretrained();
    for (TransferMethod method : methods) {
      for (int labels : config.labels()) {
        for (int draw = 1; draw <= config.draws(); draw++) {
          require(artefacts.finetuned(method, labels, draw), "finetune");
        }
      }
    }
    ArtefactMarker marker = artefacts.evaluation();
    boolean complete =
        existing != ExistingResults.OVERWRITE
            && marker.isUpToDate()
            && directory.files().exists(directory.results());
    if (isNeeded(complete, "evaluate")) {
      begin();
      times.timed("evaluate", () -> new EvaluateJob(spark.get(), config, directory).run(methods));
      marker.complete();
    }
  }

  /**
   * Trains by sampling weights, in all ways that are to be compared.
   *
   * @return the comparison
   * @throws UserException if the shards or the model to start from are missing, or a run is of
   *     another configuration; nothing has been changed then
   */
  public SamplingResult sample() throws IOException {
    require(artefacts.shards(), "prepare");
    if (config.sampling().refinesStandard()) {
      require(artefacts.pretrained(TransferMethods.named("standard").before()), "pretrain");
    }
    List<SamplingRun> runs = SamplingRun.all(config.sampling());
    List<SamplingRun> needed = new ArrayList<>();
    for (SamplingRun run : runs) {
      if (isNeeded(artefacts.sampled(run), "sampling " + run.name())) {
        needed.add(run);
      }
    }
    SamplingJob job = new SamplingJob(config, directory, hadoop);
    for (SamplingRun run : needed) {
      worked = true;
      ArtefactMarker marker = artefacts.sampled(run);
      marker.clear();
      job.run(spark.get(), run);
      marker.complete();
    }
    return job.collect(runs);
  }

  private boolean isNeeded(ArtefactMarker marker, String stage) throws IOException {
    return isNeeded(existing != ExistingResults.OVERWRITE && marker.checkComplete(), stage);
  }

  private static boolean isNeeded(boolean complete, String stage) {
    if (complete) {
      LOG.info("{}: complete, skipped", stage);
    }
    return !complete;
  }

  private void requirePretrained() throws IOException {
    for (PreTransfer method : pretrained) {
      require(artefacts.pretrained(method), "pretrain");
    }
  }

  private static void require(ArtefactMarker marker, String stage) throws IOException {
    if (!marker.checkComplete()) {
      throw new UserException(
          "%s is missing or not finished: run %s first, or run for all stages"
              .formatted(marker.folder(), stage));
    }
  }

  /** Every stage that has work begins it here: the results are no longer those of the models. */
  private void begin() throws IOException {
    worked = true;
    artefacts.evaluation().clear();
    AtomicFile.write(
        directory.files(), directory.resolvedConfiguration(), ConfigLoader.render(config));
  }
}
