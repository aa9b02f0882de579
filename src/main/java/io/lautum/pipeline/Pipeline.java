package io.lautum.pipeline;

import io.lautum.UserException;
import io.lautum.config.ConfigLoader;
import io.lautum.config.ExperimentConfig;
import io.lautum.evaluate.EvaluateJob;
import io.lautum.finetune.FinetuneJob;
import io.lautum.method.PreTransfer;
import io.lautum.method.TransferMethods;
import io.lautum.prepare.PrepareJob;
import io.lautum.pretrain.PretrainJob;
import io.lautum.storage.AtomicFile;
import io.lautum.storage.ExperimentDirectory;
import io.lautum.storage.StageMarker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
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
  private final Rerun rerun;
  private final Supplier<JavaSparkContext> spark;
  private final Artefacts artefacts;
  private final List<PreTransfer> methods;
  private boolean worked;

  /**
   * @param spark called when there is work for it
   * @throws UserException if a method does not exist
   */
  public Pipeline(
      ExperimentConfig config,
      ExperimentDirectory directory,
      Configuration hadoop,
      Rerun rerun,
      Supplier<JavaSparkContext> spark) {
    this.config = config;
    this.directory = directory;
    this.hadoop = hadoop;
    this.rerun = rerun;
    this.spark = spark;
    this.artefacts = new Artefacts(config, directory);
    this.methods = config.methods().stream().map(TransferMethods::named).toList();
  }

  /** Whether any stage had anything to do. */
  public boolean worked() {
    return worked;
  }

  public void prepare() throws IOException {
    StageMarker marker = artefacts.shards();
    if (isNeeded(marker, "prepare")) {
      marker.clear();
      saveConfiguration();
      new PrepareJob(spark.get(), config, directory).run();
      marker.complete();
    }
  }

  public void pretrain() throws IOException {
    require(artefacts.shards(), "prepare");
    for (PreTransfer method : methods) {
      StageMarker marker = artefacts.pretrained(method);
      if (method.usesSource() && isNeeded(marker, "pretrain " + method.name())) {
        StageMarker checkpoints = artefacts.checkpoints(method);
        if (rerun != Rerun.RESUME || !checkpoints.isComplete()) {
          marker.clear();
          checkpoints.complete();
        }
        saveConfiguration();
        new PretrainJob(spark.get(), config, directory).run(method);
        marker.complete();
      }
    }
  }

  public void finetune() throws IOException {
    require(artefacts.shards(), "prepare");
    List<FinetuneTask> tasks = new ArrayList<>();
    for (PreTransfer method : methods) {
      if (method.usesSource()) {
        require(artefacts.pretrained(method), "pretrain");
      }
      for (int labels : config.labels()) {
        for (int draw = 1; draw <= config.draws(); draw++) {
          StageMarker marker = artefacts.finetuned(method, labels, draw);
          if (rerun == Rerun.OVERWRITE || !marker.isComplete()) {
            tasks.add(new FinetuneTask(method, labels, draw, marker));
          }
        }
      }
    }
    if (tasks.isEmpty()) {
      LOG.info("finetune: complete, skipped");
      return;
    }
    worked = true;
    saveConfiguration();
    FinetuneJob job = new FinetuneJob(config, directory, hadoop);
    config.labels().forEach(job::require);
    FinetuneTask.runAll(tasks, job);
  }

  public void evaluate() throws IOException {
    for (PreTransfer method : methods) {
      for (int labels : config.labels()) {
        for (int draw = 1; draw <= config.draws(); draw++) {
          require(artefacts.finetuned(method, labels, draw), "finetune");
        }
      }
    }
    StageMarker marker = artefacts.evaluation();
    if (isNeeded(marker, "evaluate")) {
      marker.clear();
      saveConfiguration();
      new EvaluateJob(spark.get(), config, directory).run(methods);
      marker.complete();
    }
  }

  private boolean isNeeded(StageMarker marker, String stage) throws IOException {
    if (rerun != Rerun.OVERWRITE && marker.isComplete()) {
      LOG.info("{}: complete, skipped", stage);
      return false;
    }
    worked = true;
    return true;
  }

  private static void require(StageMarker marker, String stage) throws IOException {
    if (!marker.isComplete()) {
      throw new UserException(
          "%s is missing or not finished: run %s first, or run for all stages"
              .formatted(marker.folder(), stage));
    }
  }

  private void saveConfiguration() throws IOException {
    AtomicFile.write(
        directory.files(), directory.resolvedConfiguration(), ConfigLoader.render(config));
  }
}
