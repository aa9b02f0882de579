package io.lautum.cli;

import io.lautum.config.ExperimentConfig;
import io.lautum.generalisation.GeneralisationTables;
import io.lautum.pipeline.GeneralisationPipeline;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code lautum generalisation}. */
@Command(
    name = "generalisation",
    description =
        "Train on the source once for each regulariser and minibatch size of the block"
            + " generalisation, and compare training and test accuracy, accuracy under noise and"
            + " attack, and spectral norms. What is finished is kept.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum generalisation conf/generalisation.conf"
          + " -D generalisation.batch-sizes=64,1024"
    })
final class GeneralisationCommand implements Callable<Integer> {
  @Mixin private ExperimentOptions options;

  @Override
  public Integer call() throws IOException {
    ExperimentConfig config = options.config();
    try (SparkRuntime spark = new SparkRuntime()) {
      GeneralisationPipeline generalisation = options.generalisation(config, spark);
      options.pipeline(config, spark).prepare();
      System.out.println(new GeneralisationTables(generalisation.run()).text());
      System.out.println("results: " + ResultPrinter.shown(generalisation.results()));
      System.out.println("tables: " + ResultPrinter.shown(generalisation.markdown()));
    }
    return 0;
  }
}
