package io.lautum.pipeline;

import io.lautum.storage.ExperimentDirectory;
import io.lautum.storage.JsonLines;
import io.lautum.storage.Timestamp;
import java.io.IOException;

/** Writes down what each stage took: a line for each time that it had work. */
final class StageTimes {
  private final ExperimentDirectory directory;

  StageTimes(ExperimentDirectory directory) {
    this.directory = directory;
  }

  /** The work of a stage. */
  @FunctionalInterface
  interface Work {
    void run() throws IOException;
  }

  /**
   * Does the work and appends a line when it is done.
   *
   * @param name stage, and what of it
   */
  void timed(String name, Work work) throws IOException {
    String began = Timestamp.now();
    long start = System.nanoTime();
    work.run();
    double seconds = (System.nanoTime() - start) / 1e9;
    // Written anew with what is there: not every Hadoop file system appends.
    try (JsonLines lines = JsonLines.resume(directory.files(), directory.stages(), line -> true)) {
      lines.write(JsonLines.line().put("stage", name).put("began", began).put("seconds", seconds));
    }
  }
}
