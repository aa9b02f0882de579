package io.lautum.experiment.storage;

import io.lautum.UserException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The names of everything below {@code <workdir>/<experiment>/}. */
public final class ExperimentDirectory {
  private final Path root;
  private final Path shards;
  private final FileSystem files;

  /**
   * @param workdir folder of all experiments, on any Hadoop file system; need not exist
   * @throws UserException if there is no such file system, or {@code workdir} has a password
   */
  public ExperimentDirectory(String workdir, String experiment, Configuration hadoop) {
    Credentials.requireNone("work directory", workdir);
    try {
      Path folder = new Path(workdir, experiment);
      files = folder.getFileSystem(hadoop);
      // Qualified, so that executors and messages mean the same file system as the driver.
      root = files.makeQualified(folder);
      shards = new Path(root, "shards");
    } catch (IOException | IllegalArgumentException e) {
      throw new UserException(
          "work directory \"%s\": expected a path of a Hadoop file system: %s"
              .formatted(workdir, e.getMessage()),
          e);
    }
  }

  private ExperimentDirectory(Path root, Path shards, FileSystem files) {
    this.root = root;
    this.shards = shards;
    this.files = files;
  }

  /** A folder inside this one with artefacts of its own, made from the same shards. */
  public ExperimentDirectory below(String folder) {
    return new ExperimentDirectory(new Path(root, folder), shards, files);
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

  /** One folder a method that trains on the source: model, history, checkpoints. */
  public Path pretrained(String stage) {
    return new Path(root, "pretrain/" + stage);
  }

  /** One folder a fine-tuned model. */
  public Path finetuned(String method, int labels, int draw) {
    return new Path(root, "finetune/%s/labels-%d/draw-%d".formatted(method, labels, draw));
  }

  /** The search for one method's values: trials and what came out best. */
  public Path search(String method) {
    return new Path(root, "tune/" + method);
  }

  /** The comparison of ways to train by sampling weights: a folder a run, and what they gave. */
  public Path sampling() {
    return new Path(root, "sampling");
  }

  public Path evaluation() {
    return new Path(root, "evaluate");
  }

  /** Single images and what the models make of them. */
  public Path inspection() {
    return new Path(evaluation(), "inspection.json");
  }

  /** What the stages took, a line each. */
  public Path stages() {
    return new Path(root, "stages.jsonl");
  }

  /** One folder a training of the experiment on generalisation, and its results. */
  public Path generalisation() {
    return new Path(root, "generalisation");
  }

  public Path results() {
    return new Path(root, "results.json");
  }

  /** Status of the last command, for programs. */
  public Path commandStatus() {
    return new Path(root, "result.json");
  }

  public Path report() {
    return new Path(root, "report.html");
  }

  public Path provenance() {
    return new Path(root, "provenance.json");
  }

  /** Where the run has been recorded on a tracking server. */
  public Path tracked() {
    return new Path(root, "tracking.json");
  }

  /** The model inside a folder of {@link #pretrained} or {@link #finetuned}. */
  public static Path model(Path folder) {
    return new Path(folder, "model.zip");
  }

  /** The training history inside a folder of {@link #pretrained} or {@link #finetuned}. */
  public static Path history(Path folder) {
    return new Path(folder, "history.jsonl");
  }
}
