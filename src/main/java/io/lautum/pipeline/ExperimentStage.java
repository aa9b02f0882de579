package io.lautum.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.experiment.stage.Stage;
import io.lautum.experiment.stage.Work;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.JsonLines;
import java.io.IOException;

/**
 * A stage of the experiment whose results the report shows. Its time and memory are saved in
 * stages.jsonl.
 */
interface ExperimentStage<R> extends Stage<R> {
  ExperimentContext experiment();

  /** Starts and checks everything that the work needs, before anything is changed. */
  default void start() throws IOException {
    experiment().spark().get();
  }

  @Override
  default void begin() throws IOException {
    start();
  }

  /** Returns what the stage does once, before it changes the first of its artefacts. */
  default Work change() {
    ExperimentDirectory directory = experiment().directory();
    return experiment().outdating(directory.evaluation(), directory.resolvedConfiguration());
  }

  @Override
  default void took(String artefact, Cost cost) throws IOException {
    ExperimentDirectory directory = experiment().directory();
    // The whole file is rewritten, because not every Hadoop file system can append.
    try (JsonLines lines = JsonLines.resume(directory.files(), directory.stages(), line -> true)) {
      ObjectNode line =
          JsonLines.line()
              .put("stage", artefact)
              .put("began", cost.began())
              .put("seconds", cost.seconds());
      cost.peakMemory().ifPresent(bytes -> line.put("peakMemory", bytes));
      lines.write(line);
    }
  }
}
