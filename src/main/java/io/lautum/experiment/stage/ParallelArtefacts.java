package io.lautum.experiment.stage;

import io.lautum.operations.progress.TrainingProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Independent artefacts that are created in parallel. The first failure stops all of them.
 *
 * @param threads maximum number of artefacts that are created at the same time
 * @param progress progress of the artefacts, each of which is a model
 */
public record ParallelArtefacts(
    String name, List<Artefact> artefacts, int threads, TrainingProgress progress)
    implements Artefact {
  @Override
  public Optional<Work> remaining(ExistingResults existing) throws IOException {
    List<Task> tasks = new ArrayList<>();
    for (Artefact artefact : artefacts) {
      artefact.remaining(existing).ifPresent(work -> tasks.add(new Task(artefact.name(), work)));
    }
    return tasks.isEmpty() ? Optional.empty() : Optional.of(() -> run(tasks));
  }

  private void run(List<Task> tasks) throws IOException {
    ExecutorService executor = Executors.newFixedThreadPool(Math.min(tasks.size(), threads));
    try {
      progress.begin(tasks.size());
      List<Future<?>> running = new ArrayList<>();
      for (Task task : tasks) {
        running.add(
            executor.submit(
                () -> {
                  task.work().run();
                  progress.finished(task.name());
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(name + " was interrupted; rerun the command to finish it", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static RuntimeException failure(Throwable cause) throws IOException {
    if (cause instanceof IOException e) {
      throw e;
    }
    if (cause instanceof RuntimeException e) {
      throw e;
    }
    throw new IllegalStateException(cause);
  }
}
