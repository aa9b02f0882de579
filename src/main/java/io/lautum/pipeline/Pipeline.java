package io.lautum.pipeline;

import io.lautum.data.shard.Manifest;
import io.lautum.evaluation.sampling.SamplingResult;
import io.lautum.experiment.result.Results;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.StageRunner;
import java.io.IOException;

/**
 * Runs the stages of one experiment and skips what is finished for its configuration. Spark is
 * started by the first stage that has work for it.
 *
 * <p>Every stage throws a {@link io.lautum.UserException} if an artefact that it needs is missing,
 * or if one that it makes is of another configuration; nothing has been changed then.
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

  /** Whether any stage had anything to do. */
  public boolean worked() {
    return runner.worked();
  }

  /** Makes the shards. */
  public Manifest prepare() throws IOException {
    return runner.run(new PrepareStage(experiment));
  }

  /**
   * Checks that there are as many labelled examples as the experiment asks for, so that a run need
   * not find out after hours of training.
   *
   * @throws io.lautum.UserException if the shards are missing
   * @throws io.lautum.DataException if there are fewer
   */
  public void requireLabels() throws IOException {
    new FineTuneStage(experiment, methods).requireLabels();
  }

  /** Trains every method that uses the source, and before it the one from which it starts. */
  public Models pretrain() throws IOException {
    return runner.run(new PretrainStage(experiment, methods));
  }

  /**
   * Fine-tunes every method, number of labels and draw.
   *
   * @throws io.lautum.DataException if there are fewer labelled examples than asked for; nothing
   *     has been changed then
   */
  public Models finetune() throws IOException {
    return runner.run(new FineTuneStage(experiment, methods));
  }

  /** Measures all models. */
  public Results evaluate() throws IOException {
    return runner.run(new EvaluateStage(experiment, methods));
  }

  /** Trains by sampling weights, in all ways that are to be compared. */
  public SamplingResult sample() throws IOException {
    return runner.run(new SamplingStage(experiment));
  }
}
