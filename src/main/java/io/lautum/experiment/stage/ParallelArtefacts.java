package io.lautum.experiment.stage;

import io.lautum.operations.progress.TrainingProgress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * Independent artefacts that are created in parallel. The first failure interrupts the others. The
 * work ends only after all of them have ended, because later work may change their files.
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
      CompletionService<Void> ended = new ExecutorCompletionService<>(executor);
      for (Task task : tasks) {
        ended.submit(
            () -> {
              task.work().run();
              progress.finished(task.name());
              return null;
            });
      }
      for (int i = 0; i < tasks.size(); i++) {
        ended.take().get();
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(name + " was interrupted; rerun the command to finish it", e);
    } finally {
      executor.shutdownNow();
      awaitEnd(executor);
    }
  }

  private static void awaitEnd(ExecutorService executor) {
    boolean interrupted = false;
    while (!executor.isTerminated()) {
      try {
        executor.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
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
