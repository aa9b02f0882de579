package io.lautum.cli;

import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.pipeline.Pipeline;
import java.io.IOException;

/** A command that runs one stage of an experiment. */
abstract class StageCommand extends TableCommand {
  abstract void run(Pipeline pipeline) throws IOException;

  @Override
  final void run(ExperimentConfig config, SparkRuntime spark) throws IOException {
    run(new Pipeline(options().context(config, spark), options().existingResults()));
  }
}
