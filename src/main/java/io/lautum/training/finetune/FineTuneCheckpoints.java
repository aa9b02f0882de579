package io.lautum.training.finetune;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.config.ArtefactKind;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.Keys;
import io.lautum.experiment.storage.HadoopSettings;
import io.lautum.method.PostTransfer;
import io.lautum.training.checkpoint.CheckpointFiles;
import io.lautum.training.checkpoint.CheckpointInput;
import io.lautum.training.checkpoint.CheckpointKind;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of one fine-tuning, one file {@code step-<n>.bin} each, of which the newest two
 * are kept. An interrupted training continues from the newest one with the same bits. A file that
 * is damaged, or from another training, is deleted. Travels to executors; copies of a task do not
 * disturb each other.
 *
 * @param folder folder of the files; nothing is saved while it does not exist
 * @param model name of the model, for the log
 * @param every number of steps between two checkpoints
 * @param origin text that determines the training together with the arguments of {@link
 *     FineTuner#train}
 */
public record FineTuneCheckpoints(
    HadoopSettings hadoop, String folder, String model, int every, String origin)
    implements Serializable {
  private static final Logger LOG = LoggerFactory.getLogger(FineTuneCheckpoints.class);
  private static final CheckpointKind STEPS = new CheckpointKind("step", 0x4c465431, Set.of());
  private static final int KEPT = 2;

  /**
   * Returns the checkpoints of a training on an experiment's shards.
   *
   * @param after post-transfer stage
   * @param folder folder of the files, with its file system
   * @param model name of the model, for the log
   */
  public static FineTuneCheckpoints of(
      ExperimentConfig config,
      Configuration hadoop,
      Manifest manifest,
      PostTransfer after,
      Path folder,
      String model) {
    String[] keys =
        Keys.groups().stream()
            .filter(group -> !group.ofSingleMethods() || after.configurationKeys().contains(group))
            .flatMap(group -> group.keys().stream())
            .filter(key -> key.artefacts().contains(ArtefactKind.FINETUNED))
            .map(Key::path)
            .toArray(String[]::new);
    return new FineTuneCheckpoints(
        new HadoopSettings(hadoop),
        folder.toString(),
        model,
        config.finetune().checkpointEvery(),
        Text.format("%s %s %s", after.name(), config.values(keys), manifest.contentDigest()));
  }

  /** Returns the checkpoints of another model of the same kind in a folder below this one. */
  public FineTuneCheckpoints below(String name) {
    return new FineTuneCheckpoints(
        hadoop, new Path(folder, name).toString(), model + ", " + name, every, origin);
  }

  /**
   * Returns the checkpoints of a training that comes before this one, in a new folder below this
   * one's. No folder is created if this one does not exist.
   *
   * @throws UncheckedIOException if the file system fails
   */
  FineTuneCheckpoints before(String name) {
    FineTuneCheckpoints before = below(name);
    try {
      CheckpointFiles files = open();
      if (files.files().exists(files.folder())) {
        files.files().mkdirs(new Path(before.folder()));
      }
      return before;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Takes all remaining steps of a training, from the newest checkpoint if there is one, and saves
   * checkpoints.
   *
   * @param digest identity of the training
   * @param listener called with every step from the first one, including those before the
   *     checkpoint
   * @throws UncheckedIOException if the file system fails
   */
  void train(FineTuneSteps steps, String digest, StepListener listener) {
    try {
      CheckpointFiles files = open();
      StepHistory history = new StepHistory();
      Optional<FineTuneState> saved = latest(files, digest, steps.count());
      if (saved.isPresent()) {
        steps.restore(saved.get());
        history = saved.get().history();
        LOG.info(
            "fine-tuning of {} resumes at step {} of {}; up to {} steps after it are repeated",
            model,
            steps.taken(),
            steps.count(),
            Math.min(every, steps.count() - steps.taken()));
        listener.resumed(steps.taken());
        history.report(listener);
      }
      train(steps, digest, files, history, listener);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void train(
      FineTuneSteps steps,
      String digest,
      CheckpointFiles files,
      StepHistory history,
      StepListener listener)
      throws IOException {
    while (steps.remain()) {
      steps.take(
          (step, crossEntropy, metrics) -> {
            listener.finished(step, crossEntropy, metrics);
            history.add(new FinishedStep(step, crossEntropy, metrics));
          });
      // The folder is missing if another copy of the task has finished the model.
      if (steps.taken() % every == 0 && steps.remain() && files.files().exists(files.folder())) {
        FineTuneState state = steps.state(history);
        files.save(
            steps.taken(),
            out -> {
              out.writeText(digest);
              state.write(out);
            });
      }
    }
  }

  private CheckpointFiles open() throws IOException {
    Path path = new Path(folder);
    return new CheckpointFiles(path.getFileSystem(hadoop.get()), path, STEPS, KEPT);
  }

  private Optional<FineTuneState> latest(CheckpointFiles files, String digest, int steps)
      throws IOException {
    for (Path path : files.newestFirst()) {
      try {
        return Optional.of(files.read(path, in -> read(in, digest, steps)));
      } catch (DataException e) {
        LOG.warn("fine-tuning of {}: {}; it is not used", model, e.getMessage());
        // Otherwise it would count among the newest ones that are kept.
        files.files().delete(path, false);
      }
    }
    return Optional.empty();
  }

  private static FineTuneState read(CheckpointInput in, String digest, int steps)
      throws IOException {
    if (!in.readText().equals(digest)) {
      throw new DataException(
          Text.format(
              "%s: is from a training with another configuration, start or data", in.path()));
    }
    return FineTuneState.read(in, steps);
  }
}
