package io.lautum.cli;

import io.lautum.evaluation.sampling.SamplingRun;
import io.lautum.evaluation.sampling.SamplingTable;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.pipeline.Pipeline;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;
import picocli.CommandLine.Command;

/** {@code lautum sampling}. */
@Command(
    name = "sampling",
    description =
        "Train on the source by sampling weights (local entropy, heat regularisation), with Adam"
            + " and with gradient descent, and compare loss and accuracy at the same number of"
            + " forward passes. Finished runs are kept.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example: submit/lautum sampling conf/sampling.conf -D sampling.taus=0.01"})
final class SamplingCommand extends ExperimentCommand {
  @Override
  ExperimentConfig config() {
    // The only method that runs may start from.
    ExperimentConfig config = options().config(List.of(), List.of("methods=standard"));
    SamplingRun.all(config.sampling());
    return config;
  }

  @Override
  void run(ExperimentConfig config, SparkRuntime spark) throws IOException {
    Pipeline pipeline = new Pipeline(options().context(config, spark), options().existingResults());
    spark.requireSlots(pipeline::slots);
    pipeline.prepare();
    if (config.sampling().startsFromStandard()) {
      pipeline.pretrain();
    }
    System.out.print(SamplingTable.of(pipeline.sample()).text());
    Path folder = options().directory(config).sampling();
    System.out.println("tables: " + ResultPrinter.shown(new Path(folder, "sampling.md")));
  }
}
