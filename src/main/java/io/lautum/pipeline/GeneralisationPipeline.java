package io.lautum.pipeline;

import io.lautum.evaluation.generalisation.GeneralisationResults;
import io.lautum.evaluation.generalisation.Training;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.StageRunner;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The experiment on generalisation: standard training on the source once for each regulariser and
 * minibatch size, then the measurement of all networks. What is finished for its configuration is
 * skipped.
 */
public final class GeneralisationPipeline {
  private final StageRunner runner;
  private final GeneralisationArtefacts artefacts;
  private final List<Training> trainings;

  /**
   * @throws io.lautum.UserException if a regulariser does not exist
   */
  public GeneralisationPipeline(ExperimentContext experiment, ExistingResults existing) {
    this.runner = new StageRunner(existing);
    this.artefacts = new GeneralisationArtefacts(experiment);
    this.trainings = Training.of(experiment.config());
  }

  /**
   * Trains and measures what is missing.
   *
   * @throws io.lautum.UserException if the shards are missing, or a network or its checkpoints are
   *     of another configuration; nothing has been changed then
   */
  public GeneralisationResults run() throws IOException {
    runner.run(new GeneralisationTrainingStage(artefacts, trainings));
    return runner.run(new GeneralisationStage(artefacts, trainings));
  }

  /** The results as JSON. */
  public Path results() {
    return artefacts.results();
  }

  /** The tables. */
  public Path markdown() {
    return artefacts.markdown();
  }
}
