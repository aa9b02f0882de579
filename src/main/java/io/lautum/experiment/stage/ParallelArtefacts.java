package io.lautum.experiment.stage;

import io.lautum.operations.progress.ProgressBar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Independent artefacts that are created in parallel. The first failure stops all of them.
 *
 * @param threads maximum number of artefacts that are created at the same time
 */
public record ParallelArtefacts(String name, List<Artefact> artefacts, int threads)
    implements Artefact {
  private static final Logger LOG = LoggerFactory.getLogger(ParallelArtefacts.class);

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
      long start = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (Task task : tasks) {
        running.add(
            executor.submit(
                () -> {
                  task.work().run();
                  return null;
                }));
      }
      ProgressBar bar = ProgressBar.ofProcess();
      for (int done = 1; done <= tasks.size(); done++) {
        running.get(done - 1).get();
        double seconds = (System.nanoTime() - start) / 1e9;
        double left = seconds / done * (tasks.size() - done);
        show(bar, tasks.get(done - 1), done, tasks.size(), left);
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

  private void show(ProgressBar bar, Task task, int done, int all, double secondsLeft) {
    if (bar.isShown() && done < all) {
      bar.show(name, done, all, task.name(), secondsLeft);
    } else {
      bar.clear();
      LOG.info(
          "{}: {} of {} ({}), {} s left", name, done, all, task.name(), Math.round(secondsLeft));
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
