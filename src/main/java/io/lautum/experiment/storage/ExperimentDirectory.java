package io.lautum.experiment.storage;

import io.lautum.Text;
import io.lautum.UserException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The names of all files and folders below {@code <workdir>/<experiment>/}. */
public final class ExperimentDirectory {
  private final Path root;
  private final Path shards;
  private final Path embeddings;
  private final FileSystem files;

  /** Folder of the whole experiment: {@link #root} or a folder above it. */
  private final Path whole;

  /**
   * @param workdir folder of all experiments, on any Hadoop file system; need not exist
   * @throws UserException if the file system does not exist, or {@code workdir} contains a password
   */
  public ExperimentDirectory(String workdir, String experiment, Configuration hadoop) {
    Credentials.requireNone("work directory", workdir);
    try {
      Path folder = new Path(workdir, experiment);
      files = folder.getFileSystem(hadoop);
      // The path is qualified, so that it has the same meaning on the driver, executors and in
      // messages.
      root = files.makeQualified(folder);
      shards = new Path(root, "shards");
      embeddings = new Path(root, "embeddings");
      whole = root;
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          Text.format(
              "work directory \"%s\": expected a path of a Hadoop file system: %s",
              workdir, e.getMessage()),
          e);
    }
  }

  private ExperimentDirectory(
      Path root, Path shards, Path embeddings, FileSystem files, Path whole) {
    this.root = root;
    this.shards = shards;
    this.embeddings = embeddings;
    this.files = files;
    this.whole = whole;
  }

  /** Returns a folder inside this one with separate artefacts, created from the same shards. */
  public ExperimentDirectory below(String folder) {
    return new ExperimentDirectory(new Path(root, folder), shards, embeddings, files, whole);
  }

  /** Returns this folder with the shards in another place. */
  public ExperimentDirectory withShards(Path folder) {
    return new ExperimentDirectory(root, folder, embeddings, files, whole);
  }

  /**
   * Returns the place for the replacement of a finished artefact.
   *
   * @param artefact folder of the artefact
   */
  public Replacement replacement(Path artefact) {
    // A name without separators, so that all places can be listed.
    String name = Replacement.relative(whole, artefact).replace('/', '~');
    return new Replacement(files, whole, new Path(whole, Replacement.PREFIX + name));
  }

  /**
   * Returns this folder as the folder of an artefact's replacement. Vectors of encoders stay where
   * they are, because they are kept for all shards.
   */
  public ExperimentDirectory in(Replacement replacement) {
    Path made = replacement.of(root);
    return new ExperimentDirectory(
        made, new Path(made, "shards"), embeddings, files, replacement.of(whole));
  }

  public FileSystem files() {
    return files;
  }

  public Path root() {
    return root;
  }

  public Path resolvedConfiguration() {
    return new Path(root, "resolved.conf");
  }

  public Path shards() {
    return shards;
  }

  /** Returns the folder of the vectors that encoders have computed: one folder per encoder. */
  public Path embeddings() {
    return embeddings;
  }

  /** Returns the list of the image files that ended the preparation. */
  public Path badFiles() {
    return new Path(root, "bad-files.csv");
  }

  /** Returns the list of the image files that the shards do not have. */
  public Path skippedFiles() {
    return new Path(shards, "skipped.csv");
  }

  /** Returns the folder of a method that trains on the source: model, history, checkpoints. */
  public Path pretrained(String stage) {
    return new Path(root, "pretrain/" + stage);
  }

  /** Returns the folder of one fine-tuned model. */
  public Path finetuned(String method, int labels, int draw) {
    return new Path(root, Text.format("finetune/%s/labels-%d/draw-%d", method, labels, draw));
  }

  /** Returns the folder of the search for one method's values: trials and the best values. */
  public Path search(String method) {
    return new Path(root, "tune/" + method);
  }

  /**
   * Returns the folder of the comparison of sampling optimisers: one folder per run, and results.
   */
  public Path sampling() {
    return new Path(root, "sampling");
  }

  public Path evaluation() {
    return new Path(root, "evaluate");
  }

  /** Returns the file of single images and the models' outputs for them. */
  public Path inspection() {
    return new Path(evaluation(), "inspection.json");
  }

  /** Returns the file of the stages' durations, one per line. */
  public Path stages() {
    return new Path(root, "stages.jsonl");
  }

  /** Returns the folder of the command adapt: markers, and the history of its final model. */
  public Path adaptation() {
    return new Path(root, "adapt");
  }

  /** Returns the file of the final model of the command adapt. */
  public Path adaptedModel() {
    return model(root);
  }

  /** Returns the file of the command adapt's predictions for the unlabelled images. */
  public Path predictions() {
    return new Path(root, "predictions.csv");
  }

  /** Returns the file of the images that are most worth labelling. */
  public Path labelNext() {
    return new Path(root, "label-next.csv");
  }

  /** Returns the folder of the generalisation experiment: one folder per training, and results. */
  public Path generalisation() {
    return new Path(root, "generalisation");
  }

  public Path results() {
    return new Path(root, "results.json");
  }

  /** Returns the file of the last command's status, which is machine-readable. */
  public Path commandStatus() {
    return new Path(root, "result.json");
  }

  public Path report() {
    return new Path(root, "report.html");
  }

  public Path provenance() {
    return new Path(root, "provenance.json");
  }

  /** Returns the file that records the run's location on a tracking server. */
  public Path tracked() {
    return new Path(root, "tracking.json");
  }

  /** Returns the model in a folder of {@link #pretrained} or {@link #finetuned}. */
  public static Path model(Path folder) {
    return new Path(folder, "model.zip");
  }

  /** Returns the folder of the checkpoints of a training that is not finished. */
  public static Path checkpoints(Path folder) {
    return new Path(folder, "checkpoint");
  }

  /** Returns the training history in a folder of {@link #pretrained} or {@link #finetuned}. */
  public static Path history(Path folder) {
    return new Path(folder, "history.jsonl");
  }
}
