package io.lautum.cli;

import io.lautum.config.ExperimentConfig;
import io.lautum.pipeline.Pipeline;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that runs one stage of an experiment. */
abstract class StageCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions options;

  abstract void run(Pipeline pipeline) throws IOException;

  @Override
  public Integer call() throws IOException {
    ExperimentConfig config = options.config();
    try (SparkRuntime spark = new SparkRuntime()) {
      run(options.pipeline(config, spark));
    }
    return 0;
  }
}
