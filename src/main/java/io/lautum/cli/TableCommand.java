package io.lautum.cli;

import io.lautum.experiment.config.ExperimentConfig;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that works on an experiment's table of methods, numbers of labels and draws. */
abstract class TableCommand extends ExperimentCommand {
  @Mixin private TableOptions table;

  @Override
  ExperimentConfig config() {
    return options().config(List.of(), table.overrides());
  }
}
