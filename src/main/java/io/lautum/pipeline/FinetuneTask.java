package io.lautum.pipeline;

import io.lautum.finetune.FinetuneJob;
import io.lautum.method.TransferMethod;
import io.lautum.progress.ProgressBar;
import io.lautum.storage.ArtefactMarker;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One model to fine-tune. */
record FinetuneTask(TransferMethod method, int labels, int draw, ArtefactMarker marker) {
  private static final Logger LOG = LoggerFactory.getLogger(FinetuneTask.class);

  /**
   * Fine-tunes all models, one a core of the driver: the networks are too small to gain from
   * several threads each. The first failure stops the rest.
   */
  static void runAll(List<FinetuneTask> tasks, FinetuneJob job) throws IOException {
    int threads = Math.min(tasks.size(), Runtime.getRuntime().availableProcessors());
    ProgressBar bar = ProgressBar.ofProcess();
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      long start = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (FinetuneTask task : tasks) {
        running.add(
            executor.submit(
                () -> {
                  task.run(job);
                  return null;
                }));
      }
      for (int done = 1; done <= tasks.size(); done++) {
        running.get(done - 1).get();
        double seconds = (System.nanoTime() - start) / 1e9;
        double left = seconds / done * (tasks.size() - done);
        String name = tasks.get(done - 1).name();
        if (bar.isShown() && done < tasks.size()) {
          bar.show("finetune", done, tasks.size(), name, left);
        } else {
          bar.clear();
          LOG.info(
              "finetune: {} of {} ({}), {} s left", done, tasks.size(), name, Math.round(left));
        }
      }
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("fine-tuning was interrupted; run it again to finish", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private void run(FinetuneJob job) throws IOException {
    marker.clear();
    job.run(method, labels, draw);
    marker.complete();
  }

  private String name() {
    return "%s, %d labels, draw %d".formatted(method.name(), labels, draw);
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
