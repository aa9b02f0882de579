package io.lautum.pipeline;

import io.lautum.stage.Stage;
import io.lautum.storage.JsonLines;
import java.io.IOException;

/** A stage of the experiment whose results the report shows. Its times go to stages.jsonl. */
abstract class ExperimentStage<R> implements Stage<R> {
  final ExperimentContext experiment;
  final Artefacts artefacts;

  ExperimentStage(ExperimentContext experiment) {
    this.experiment = experiment;
    this.artefacts = experiment.artefacts();
  }

  /** Starts and checks what the work needs, before anything is changed. */
  abstract void start() throws IOException;

  @Override
  public final void begin() throws IOException {
    start();
    experiment.outdate(artefacts.evaluation(), experiment.directory().resolvedConfiguration());
  }

  @Override
  public final void took(String artefact, String began, double seconds) throws IOException {
    // Written with all earlier lines: not every Hadoop file system appends.
    try (JsonLines lines =
        JsonLines.resume(
            experiment.directory().files(), experiment.directory().stages(), line -> true)) {
      lines.write(
          JsonLines.line().put("stage", artefact).put("began", began).put("seconds", seconds));
    }
  }
}
