package io.lautum.method;

import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.PretrainConfig;
import io.lautum.network.loss.TermSpec;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Training on the source with the terms of several stages at once, each with its own weight. The
 * name joins the stages' names with {@value #SEPARATOR}.
 *
 * @param parts the stages, in the order of the name
 */
record SummedTraining(List<SourceTraining> parts) implements PreTransfer {
  static final String SEPARATOR = "-and-";

  SummedTraining {
    parts = List.copyOf(parts);
  }

  @Override
  public String name() {
    return parts.stream().map(PreTransfer::name).collect(Collectors.joining(SEPARATOR));
  }

  @Override
  public boolean usesSource() {
    return true;
  }

  @Override
  public boolean needsSource() {
    return parts.stream().anyMatch(PreTransfer::needsSource);
  }

  @Override
  public List<TermSpec> terms(PretrainConfig config, int steps) {
    return parts.stream().flatMap(part -> part.terms(config, steps).stream()).toList();
  }

  @Override
  public List<Metric> metrics() {
    return parts.stream().flatMap(part -> part.metrics().stream()).toList();
  }

  @Override
  public void require(PretrainConfig config) {
    parts.forEach(part -> part.require(config));
  }

  @Override
  public List<KeyGroup> configurationKeys() {
    return parts.stream().flatMap(part -> part.configurationKeys().stream()).distinct().toList();
  }
}
