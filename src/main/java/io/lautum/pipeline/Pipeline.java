package io.lautum.pipeline;

import io.lautum.data.shard.Manifest;
import io.lautum.evaluation.sampling.SamplingResult;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.StageRunner;
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

  /** Returns whether any stage had work to do. */
  public boolean worked() {
    return runner.worked();
  }

  /** Creates the shards. */
  public Manifest prepare() throws IOException {
    return runner.run(new PrepareStage(experiment));
  }

  /**
   * Checks that there are enough labelled examples for the experiment, so that a run does not fail
   * after hours of training.
   *
   * @throws io.lautum.UserException if the shards are missing
   * @throws io.lautum.DataException if there are fewer examples
   */
  public void requireLabels() throws IOException {
    new FineTuneStage(experiment, methods).requireLabels();
  }

  /** Trains every method that uses the source, after the method from which it starts. */
  public Models pretrain() throws IOException {
    return runner.run(new PretrainStage(experiment, methods));
  }

  /**
   * Fine-tunes every method, number of labels and draw.
   *
   * @throws io.lautum.DataException if there are too few labelled examples; nothing has been
   *     changed then
   */
  public Models finetune() throws IOException {
    return runner.run(new FineTuneStage(experiment, methods));
  }

  /** Measures all models. */
  public Results evaluate() throws IOException {
    return runner.run(new EvaluateStage(experiment, methods));
  }

  /** Trains by sampling weights, with all optimisers that are compared. */
  public SamplingResult sample() throws IOException {
    return runner.run(new SamplingStage(experiment));
  }
}
