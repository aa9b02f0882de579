package io.lautum.cli;

import com.typesafe.config.ConfigValueFactory;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.config.ConfigLoader;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.method.TransferMethods;
import io.lautum.operations.cluster.ClusterCheck;
import io.lautum.pipeline.AdaptPipeline;
import io.lautum.pipeline.Adapted;
import io.lautum.pipeline.ExperimentContext;
import io.lautum.report.AdaptReport;
import io.lautum.report.AdaptSentences;
import io.lautum.report.Provenance;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lautum adapt}. */
@Command(
    name = "adapt",
    description =
        "Make a classifier from a folder of labelled and a folder of unlabelled images: the model,"
            + " an estimate of its accuracy, predictions for all unlabelled images, and the images"
            + " most worth labelling next. Run it again after labelling more: it repeats only what"
            + " has changed.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example: submit/lautum adapt --labelled photos/labelled --unlabelled photos/all --output"
          + " runs/photos",
      "Example: submit/lautum adapt runs/photos/adapt.conf -D adapt.folds=10"
    })
final class AdaptCommand extends LockedCommand {
  private static final Logger LOG = LoggerFactory.getLogger(AdaptCommand.class);

  @Parameters(
      converter = Place.class,
      index = "0",
      arity = "0..1",
      paramLabel = "<experiment.conf>",
      description =
          "Experiment file instead of the options, such as the adapt.conf that this command wrote."
              + " The options override it.")
  private String file;

  @Mixin private AdaptOptions folders;

  @Option(
      names = "-D",
      paramLabel = "<key=value>",
      description = "Override a configuration key, such as -D image.height=64. Repeatable.")
  private List<String> overrides = new ArrayList<>();

  @Option(names = "--overwrite", description = "Recreate existing results, even complete ones.")
  private boolean overwrite;

  @Override
  ExperimentConfig config() {
    List<String> all = new ArrayList<>(folders.overrides(file));
    all.addAll(overrides);
    folders.output(file);
    List<String> files = file == null ? List.of() : List.of(file);
    Configuration hadoop = SparkRuntime.hadoop();
    Preflight.storage(hadoop, files);
    ExperimentConfig config = ConfigLoader.load(files, all, System.getenv(), hadoop);
    if (!config.targetSets().areSeparate()) {
      throw new UserException(
          "target.labelled is not set: expected the labelled images in a separate place; use"
              + " run for a dataset that is split at random");
    }
    ExperimentOptions.requireNames(config);
    if (!config.isDefault("network.architecture")) {
      ExperimentOptions.requireArchitecture(config);
    }
    TransferMethods.named(config.adapt().method());
    return withinSlots(tolerating(config));
  }

  /** Returns the configuration with bad files left out of a source that an option names. */
  private ExperimentConfig tolerating(ExperimentConfig config) {
    String key = "source.bad-files";
    return folders.hasSource() && config.isDefault(key)
        ? ConfigLoader.with(config, Map.of(key, ConfigValueFactory.fromAnyRef("skip")))
        : config;
  }

  /** Returns the configuration with no more workers than this machine has slots, if it is local. */
  private static ExperimentConfig withinSlots(ExperimentConfig config) {
    String master = SparkRuntime.withMaster(SparkRuntime.settings()).get("spark.master");
    int workers =
        Math.min(config.workers(), ClusterCheck.localSlots(master).orElse(config.workers()));
    if (workers == config.workers() || !config.isDefault("workers")) {
      return config;
    }
    LOG.info("workers = {}, all that {} has", workers, master);
    return ConfigLoader.with(config, Map.of("workers", ConfigValueFactory.fromAnyRef(workers)));
  }

  @Override
  ExperimentDirectory directory(ExperimentConfig config) {
    Path output = new Path(folders.output(file));
    if (output.getParent() == null) {
      throw new UserException(
          Text.format("--output = %s: expected a folder below the root", output));
    }
    return new ExperimentDirectory(
        output.getParent().toString(), output.getName(), SparkRuntime.hadoop());
  }

  @Override
  void run(ExperimentConfig config, SparkRuntime spark) throws IOException {
    ExperimentDirectory directory = directory(config);
    ExperimentContext experiment =
        new ExperimentContext(
            config, directory, SparkRuntime.hadoop(), () -> spark.context(config.name()));
    ExistingResults existing =
        overwrite ? ExistingResults.OVERWRITE : ExistingResults.RESUME_UNFINISHED;
    AdaptPipeline pipeline = new AdaptPipeline(experiment, existing);
    spark.requireSlots(pipeline::slots);
    Adapted adapted = pipeline.run();
    Path conf = new Path(directory.root(), AdaptOptions.FILE);
    if (adapted.worked() || !directory.files().exists(conf)) {
      // Without the recipe's values, which may be others for another source or other images.
      AtomicFile.write(directory.files(), conf, ConfigLoader.renderSet(config));
      List<String> words = spec().commandLine().getParseResult().originalArgs();
      Provenance provenance =
          Provenance.collect(words.get(0), words.subList(1, words.size()), Map.of());
      AtomicFile.write(directory.files(), directory.provenance(), provenance::write);
    } else {
      System.err.println("lautum: nothing to do, every stage is complete for these images");
    }
    Path report = AdaptReport.of(directory.files(), directory.root()).write();
    AdaptSentences sentences =
        new AdaptSentences(adapted.validation(), adapted.adaptation().test());
    sentences.remarks().forEach(remark -> System.out.println("note: " + remark));
    System.out.println("method: " + AdaptSentences.method(adapted.validation(), adapted.choice()));
    System.out.println("model: " + ResultPrinter.shown(directory.adaptedModel()));
    sentences.lines().forEach(System.out::println);
    System.out.println("predictions: " + ResultPrinter.shown(directory.predictions()));
    System.out.println("label next: " + ResultPrinter.shown(directory.labelNext()));
    System.out.println("report: " + ResultPrinter.shown(report));
  }
}
