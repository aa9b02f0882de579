package io.lautum.pipeline;

import io.lautum.DataException;
import io.lautum.data.shard.Manifest;
import io.lautum.evaluation.sampling.SamplingResult;
import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.StageRunner;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;

/**
 * Runs the stages of one experiment and skips work that is finished for its configuration. The
 * first stage with work for Spark starts it.
 *
 * <p>Every stage throws a {@link io.lautum.UserException} if a required artefact is missing, or if
 * an existing one was created with another configuration; in these cases nothing has been changed.
 */
public final class Pipeline {
  private final ExperimentContext experiment;
  private final Methods methods;
  private final StageRunner runner;

  /**
   * @throws io.lautum.UserException if a method does not exist or cannot be trained with this
   *     configuration
   */
  public Pipeline(ExperimentContext experiment, ExistingResults existing) {
    this.experiment = experiment;
    this.methods = Methods.of(experiment.config());
    this.runner = new StageRunner(existing);
  }

  /**
   * Checks the methods of a configuration.
   *
   * @throws io.lautum.UserException if a method does not exist or cannot be trained with this
   *     configuration
   */
  public static void requireTrainable(ExperimentConfig config) {
    Methods.of(config);
  }

  /** Returns whether any stage had work to do. */
  public boolean worked() {
    return runner.worked();
  }

  /**
   * Returns the number of tasks that must run simultaneously at some time: the workers of a
   * training on the source if the shards are not ready, so that a lack of slots is not found after
   * hours of preparation. Otherwise 1, because the training checks it before anything else.
   */
  public int slots() throws IOException {
    return experiment.slots(methods.trains(), runner.existing());
  }

  /** Creates the shards. */
  public Manifest prepare() throws IOException {
    return runner.run(new PrepareStage(experiment));
  }

  /**
   * Checks that there are enough labelled examples for the experiment, and that its classes fit, so
   * that a run does not fail after hours of training.
   *
   * @throws io.lautum.UserException if the shards are missing, or the target's classes do not fit
   *     the last layer of the source's models
   * @throws io.lautum.DataException if there are fewer examples, or there is no test set
   */
  public void requireLabels() throws IOException {
    new FineTuneStage(experiment, methods).requireLabels();
    requireTestSet();
  }

  private void requireTestSet() throws IOException {
    ExperimentDirectory directory = experiment.directory();
    if (Manifest.read(directory.files(), directory.shards()).target().test().count() == 0) {
      throw new DataException(
          "the target has no test images: expected target.test to be set; the command adapt"
              + " estimates the accuracy without them");
    }
  }

  /** Trains every method that uses the source, after the method from which it starts. */
  public Models pretrain() throws IOException {
    return runner.run(new PretrainStage(experiment, methods));
  }

  /**
   * Fine-tunes every method, number of labels and draw, and writes the models in the formats of the
   * block export.
   *
   * @throws io.lautum.DataException if there are too few labelled examples; nothing has been
   *     changed then
   */
  public Models finetune() throws IOException {
    Models models = runner.run(new FineTuneStage(experiment, methods));
    runner.run(new ExportStage(experiment, models));
    return models;
  }

  /**
   * Measures all models.
   *
   * @throws io.lautum.DataException if there is no test set
   */
  public Results evaluate() throws IOException {
    if (Manifest.exists(experiment.directory().files(), experiment.directory().shards())) {
      requireTestSet();
    }
    return runner.run(new EvaluateStage(experiment, methods));
  }

  /** Trains by sampling weights, with all optimisers that are compared. */
  public SamplingResult sample() throws IOException {
    return runner.run(new SamplingStage(experiment));
  }
}
