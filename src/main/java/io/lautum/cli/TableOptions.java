package io.lautum.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** The options of a table of methods, numbers of labels and draws. */
final class TableOptions {
  @Option(
      names = "--methods",
      split = ",",
      paramLabel = "<method>",
      description = "Methods to compare; overrides the key methods.")
  private List<String> methods = List.of();

  @Option(
      names = "--draws",
      paramLabel = "<n>",
      description = "Labelled draws per number of labels; overrides the key draws.")
  private Integer draws;

  @Option(
      names = "--labels",
      split = ",",
      paramLabel = "<n>",
      description = "Numbers of labelled target examples; overrides the key labels.")
  private List<Integer> labels = List.of();

  /** Returns the given options as {@code key=value} of the configuration. */
  List<String> overrides() {
    List<String> overrides = new ArrayList<>();
    if (!methods.isEmpty()) {
      overrides.add("methods=" + String.join(",", methods));
    }
    if (!labels.isEmpty()) {
      overrides.add("labels=" + labels);
    }
    if (draws != null) {
      overrides.add("draws=" + draws);
    }
    return overrides;
  }
}
