package io.lautum.cli;

import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.interchange.onnx.MlflowFolder;
import io.lautum.pipeline.Pipeline;
import io.lautum.report.Provenance;
import io.lautum.report.tracking.MlflowTracking;
import io.lautum.training.EngineChoicesFile;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;

/** {@code lautum run}; {@code lautum benchmark} does the same work for another purpose. */
@Command(
    name = "run",
    description =
        "Run all stages: prepare, pretrain, finetune, evaluate, report. Stages that are already"
            + " complete for this configuration are skipped.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum run conf/glyphs.conf"})
class RunCommand extends ExperimentCommand {
  @Override
  final ExperimentConfig config() {
    ExperimentConfig config = super.config();
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
  }

  private static String writeForMlflow(Path model, Path folder, String run) throws IOException {
    return new MlflowFolder(SparkRuntime.hadoop())
        .write(model, folder, true, Optional.empty(), Optional.of(run))
        .description();
  }

  /** Returns whether every draw and its comparison with the baselines are printed too. */
  boolean listsEveryDraw() {
    return false;
  }
}
