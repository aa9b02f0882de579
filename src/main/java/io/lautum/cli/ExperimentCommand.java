package io.lautum.cli;

import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
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

  @Override
  final boolean readsInputs(ExperimentDirectory directory) throws IOException {
    return options.existingResults() == ExistingResults.OVERWRITE
        || !Manifest.exists(directory.files(), directory.shards());
  }
}
