package io.lautum.cli;

import io.lautum.evaluation.generalisation.GeneralisationTables;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.pipeline.ExperimentContext;
import io.lautum.pipeline.GeneralisationPipeline;
import io.lautum.pipeline.Pipeline;
import java.io.IOException;
import picocli.CommandLine.Command;

/** {@code lautum generalisation}. */
@Command(
    name = "generalisation",
    description =
        "Train on the source once per regulariser and minibatch size of the block generalisation,"
            + " and compare training and test accuracy, accuracy under noise and attack, and"
            + " spectral norms. Finished runs are kept.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum generalisation conf/generalisation.conf"
          + " -D generalisation.batch-sizes=64,1024"
    })
final class GeneralisationCommand extends ExperimentCommand {
  @Override
  void run(ExperimentConfig config, SparkRuntime spark) throws IOException {
    ExperimentContext experiment = options().context(config, spark);
    ExistingResults existing = options().existingResults();
    GeneralisationPipeline generalisation = new GeneralisationPipeline(experiment, existing);
    Pipeline pipeline = new Pipeline(experiment, existing);
    spark.requireSlots(generalisation::slots);
    pipeline.prepare();
    System.out.println(new GeneralisationTables(generalisation.run()).text());
    System.out.println("results: " + ResultPrinter.shown(generalisation.results()));
    System.out.println("tables: " + ResultPrinter.shown(generalisation.markdown()));
  }
}
