package io.lautum.pipeline;

import io.lautum.evaluation.generalisation.GeneralisationResults;
import io.lautum.evaluation.generalisation.Training;
import io.lautum.experiment.stage.ExistingResults;
import io.lautum.experiment.stage.StageRunner;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The generalisation experiment: standard training on the source once per regulariser and minibatch
 * size, then the measurement of all networks. Skips work that is finished for its configuration.
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

  /** Returns the number of tasks that must run simultaneously; see {@link Pipeline#slots}. */
  public int slots() throws IOException {
    return artefacts.experiment().slots(true, runner.existing());
  }

  /**
   * Trains and measures everything that is missing.
   *
   * @throws io.lautum.UserException if the shards are missing, or if a network or its checkpoints
   *     were created with another configuration; in these cases nothing has been changed
   */
  public GeneralisationResults run() throws IOException {
    runner.run(new GeneralisationTrainingStage(artefacts, trainings));
    return runner.run(new GeneralisationStage(artefacts, trainings));
  }

  /** Returns the path of the results as JSON. */
  public Path results() {
    return artefacts.results();
  }

  /** Returns the path of the tables. */
  public Path markdown() {
    return GeneralisationArtefacts.markdown(artefacts.experiment().directory());
  }
}
