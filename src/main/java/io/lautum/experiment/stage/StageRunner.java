package io.lautum.experiment.stage;

import io.lautum.experiment.storage.Timestamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs stages: skips artefacts that are finished for the configuration and makes the others. */
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
   * @throws io.lautum.UserException if a requirement is not finished, or an artefact or its
   *     checkpoints are of another configuration; nothing has been changed then
   */
  public <R> R run(Stage<R> stage) throws IOException {
    for (Requirement requirement : stage.requirements()) {
      requirement.check();
    }
    // All artefacts are looked at before any is made: a rejection must not come hours later.
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
        long start = System.nanoTime();
        task.work().run();
        stage.took(task.name(), began, (System.nanoTime() - start) / 1e9);
      }
    }
    return stage.result();
  }

  /** Whether any stage had anything to do. */
  public boolean worked() {
    return worked;
  }
}
