package io.lautum.experiment.stage;

import java.io.IOException;

/** The work that creates an artefact. */
@FunctionalInterface
public interface Work {
  void run() throws IOException;

  /** Returns work that only the first call does; simultaneous calls wait for it. */
  static Work once(Work work) {
    return new Work() {
      private boolean done;

      @Override
      public synchronized void run() throws IOException {
        if (!done) {
          work.run();
          done = true;
        }
      }
    };
  }
}
