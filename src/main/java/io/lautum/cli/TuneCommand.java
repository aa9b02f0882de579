package io.lautum.cli;

import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.StageRunner;
import io.lautum.experiment.storage.Places;
import io.lautum.pipeline.ExperimentContext;
import io.lautum.pipeline.Pipeline;
import io.lautum.pipeline.search.SearchResult;
import io.lautum.pipeline.search.SearchSpace;
import io.lautum.pipeline.search.TuneStage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lautum tune}. */
@Command(
    name = "tune",
    description =
        "Search values of configuration keys by cross-validation within the labelled draws; no test"
            + " label is used. Finished trials are kept, so running the command again continues the"
            + " search.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum tune conf/glyphs.conf --search finetune.steps=[100,200,400]"
    })
final class TuneCommand extends ExperimentCommand {
  @Option(
      names = "--search",
      paramLabel = "<file or key=values>",
      description =
          "Either a file with a tune { … } block that overrides the experiment's, or key=values,"
              + " where values is a list or a range { from = a, to = b, scale = log }. Repeatable.")
  private List<String> searches = new ArrayList<>();

  private SearchSpace space;

  @Override
  ExperimentConfig config() {
    List<String> files = new ArrayList<>();
    List<String> overrides = new ArrayList<>();
    for (String search : searches) {
      int equals = search.indexOf('=');
      if (equals < 0) {
        files.add(Places.expand(search, SparkRuntime::hadoop));
      } else {
        overrides.add(
            "tune.space.\"" + search.substring(0, equals) + "\"" + search.substring(equals));
      }
    }
    ExperimentConfig config = options().config(files, overrides);
    space = new SearchSpace(config);
    return config;
  }

  @Override
  void run(ExperimentConfig config, SparkRuntime spark) throws IOException {
    ExperimentContext experiment = options().context(config, spark);
    TuneStage tune = new TuneStage(experiment, space);
    // --overwrite recreates only the trials: the shards do not depend on them.
    Pipeline pipeline = new Pipeline(experiment, ExistingResults.RESTART_UNFINISHED);
    spark.requireSlots(pipeline::slots);
    pipeline.prepare();
    SearchResult result = new StageRunner(options().existingResults()).run(tune);
    System.out.println(result.table());
    if (result.best() != null) {
      System.out.println("best: " + ResultPrinter.shown(tune.best()));
    }
  }
}
