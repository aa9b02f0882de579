package io.lautum.experiment.stage;

import io.lautum.experiment.storage.Timestamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs stages: skips artefacts that are finished for the configuration and creates the others. */
public final class StageRunner {
  private static final Logger LOG = LoggerFactory.getLogger(StageRunner.class);

  private final ExistingResults existing;
  private boolean worked;

  public StageRunner(ExistingResults existing) {
    this.existing = existing;
  }

  /**
   * Runs a stage.
   *
   * @throws io.lautum.UserException if a requirement is not finished, or if an artefact or its
   *     checkpoints were created with another configuration; in these cases nothing has been
   *     changed
   */
  public <R> R run(Stage<R> stage) throws IOException {
    for (Requirement requirement : stage.requirements()) {
      requirement.check();
    }
    // All artefacts are checked before any is created, so that a rejection does not come hours
    // later.
    List<Task> tasks = new ArrayList<>();
    for (Artefact artefact : stage.artefacts()) {
      Optional<Work> work = artefact.remaining(existing);
      if (work.isPresent()) {
        tasks.add(new Task(artefact.name(), work.get()));
      } else {
        LOG.info("{}: complete, skipped", artefact.name());
      }
    }
    if (!tasks.isEmpty()) {
      worked = true;
      stage.begin();
      for (Task task : tasks) {
        String began = Timestamp.now();
        PeakMemory peak = PeakMemory.start();
        long start = System.nanoTime();
        task.work().run();
        double seconds = (System.nanoTime() - start) / 1e9;
        stage.took(task.name(), new Stage.Cost(began, seconds, peak.bytes()));
      }
    }
    return stage.result();
  }

  /** Returns the treatment of existing results. */
  public ExistingResults existing() {
    return existing;
  }

  /** Returns whether any stage had work to do. */
  public boolean worked() {
    return worked;
  }
}
