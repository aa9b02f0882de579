package io.lautum.cli;

import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import picocli.CommandLine.Mixin;

/** A command that works on the experiment of a file, in the experiment's folder. */
abstract class ExperimentCommand extends LockedCommand {
  @Mixin private ExperimentOptions options;

  final ExperimentOptions options() {
    return options;
  }

  @Override
  ExperimentConfig config() {
    return options.config();
  }

  @Override
  final ExperimentDirectory directory(ExperimentConfig config) {
    return options.directory(config);
  }
}
