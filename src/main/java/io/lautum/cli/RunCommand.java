package io.lautum.cli;

import io.lautum.DataException;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.interchange.onnx.GraphStart;
import io.lautum.interchange.onnx.MlflowFolder;
import io.lautum.pipeline.Pipeline;
import io.lautum.report.Provenance;
import io.lautum.report.tracking.MlflowTracking;
import io.lautum.training.EngineChoicesFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lautum run}; {@code lautum benchmark} does the same work for another purpose. */
@Command(
    name = "run",
    description =
        "Run all stages: prepare, pretrain, finetune, evaluate, report. Stages that are already"
            + " complete for this configuration are skipped.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum run conf/glyphs.conf"})
class RunCommand extends TableCommand {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Option(
      names = "--keep",
      paramLabel = "<n>",
      description =
          "After success, remove earlier runs of this experiment, in the folders next to --workdir,"
              + " except the newest n complete ones (this one included), all that began after"
              + " these, and all in use. By default, none is removed.")
  private Integer keep;

  @Override
  final ExperimentConfig config() {
    if (keep != null) {
      PositiveOption.require("--keep", keep);
    }
    ExperimentConfig config = super.config();
    ExperimentOptions.requireArchitecture(config);
    config.tracking().requireModelOf(config.methods());
    return config;
  }

  @Override
  final void run(ExperimentConfig config, SparkRuntime spark) throws IOException {
    ExperimentDirectory directory = options().directory(config);
    Pipeline pipeline = new Pipeline(options().context(config, spark), options().existingResults());
    spark.requireSlots(pipeline::slots);
    pipeline.prepare();
    pipeline.requireLabels();
    pipeline.pretrain();
    pipeline.finetune();
    Results results = pipeline.evaluate();
    if (pipeline.worked()) {
      List<String> words = spec().commandLine().getParseResult().originalArgs();
      Provenance provenance =
          Provenance.collect(
              words.get(0), words.subList(1, words.size()), EngineChoicesFile.summaries(directory));
      AtomicFile.write(directory.files(), directory.provenance(), provenance::write);
    } else {
      System.err.println("lautum: nothing to do, every stage is complete for this configuration");
    }
    new ResultPrinter(directory, System.out).printFinished(results, listsEveryDraw());
    new MlflowTracking(
            config, directory, System.getenv(), SparkRuntime.hadoop(), RunCommand::writeForMlflow)
        .record(pipeline.worked());
    if (keep != null) {
      removeEarlierRuns(directory);
    }
  }

  private static String writeForMlflow(Path model, Path folder, String run) throws IOException {
    return new MlflowFolder(SparkRuntime.hadoop())
        .write(model, folder, GraphStart.EXAMPLES, Optional.empty(), Optional.of(run))
        .description();
  }

  /** Removes runs; a failure does not make this run, which is complete, a failed one. */
  private void removeEarlierRuns(ExperimentDirectory directory) {
    try {
      new Retention(directory, keep)
          .apply()
          .forEach(sentence -> System.err.println("lautum: " + sentence));
    } catch (IOException | DataException e) {
      LOG.warn("--keep: earlier runs were not removed: {}", e.getMessage());
    }
  }

  /** Returns whether every draw and its comparison with the baselines are printed too. */
  boolean listsEveryDraw() {
    return false;
  }
}
