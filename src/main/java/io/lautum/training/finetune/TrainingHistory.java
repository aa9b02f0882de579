package io.lautum.training.finetune;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.JsonLines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The history file of one fine-tuning: every tenth step and the last one. */
final class TrainingHistory implements StepListener, AutoCloseable {
  private static final int EVERY = 10;

  private final FineTuneConfig config;
  private final Path folder;
  private final JsonLines lines;

  /** Starts an empty file in a model's folder. */
  TrainingHistory(FineTuneConfig config, FileSystem files, Path folder) throws IOException {
    this.config = config;
    this.folder = folder;
    lines = new JsonLines(files, ExperimentDirectory.history(folder));
  }

  /**
   * Writes a step.
   *
   * @throws UserException if the training has diverged
   */
  @Override
  public void finished(int step, double crossEntropy, Map<String, Double> metrics) {
    if (!Double.isFinite(crossEntropy)) {
      throw new UserException(
          Text.format(
              "%s: training diverged, loss %s at step %d; lower finetune.learning-rate (%s)",
              folder, crossEntropy, step, config.learningRate()));
    }
    if (step % EVERY != 0 && step != config.steps()) {
      return;
    }
    try {
      ObjectNode line = JsonLines.line().put("step", step).put("crossEntropy", crossEntropy);
      new TreeMap<>(metrics).forEach(line::put);
      lines.write(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
