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
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The history file of one fine-tuning: every tenth step and the last one. */
final class TrainingHistory implements StepListener, AutoCloseable {
  /** Steps between two lines. */
  static final int EVERY = 10;

  /** Key of the number of images that the steps so far have trained on, each view counted. */
  private static final String IMAGES = "images";

  private final FineTuneConfig config;
  private final Path folder;
  private final int images;
  private final JsonLines lines;

  /**
   * Starts an empty file in a model's folder.
   *
   * @param images number of images that a step trains on, each view counted
   */
  TrainingHistory(FineTuneConfig config, FileSystem files, Path folder, int images)
      throws IOException {
    this.config = config;
    this.folder = folder;
    this.images = images;
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
      SortedMap<String, Double> numbers = new TreeMap<>(metrics);
      numbers.put(IMAGES, (double) images * step);
      numbers.forEach(line::put);
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
