package io.lautum.cli;

import io.lautum.experiment.lock.ExperimentLock;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Records that a signal ends a running command (Ctrl-C, SIGTERM, SIGHUP): one line on standard
 * error, {@code interrupted} in {@code result.json}, and no lock left. The process then has the
 * exit code of the signal, such as 130 or 143.
 */
final class Interruption implements AutoCloseable {
  /** Before Spark stops (50) and the file systems close (10). */
  private static final int PRIORITY = 100;

  private static final int SECONDS = 20;

  private final CommandStatus status;
  private final ExperimentDirectory directory;
  private final ExperimentLock lock;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Runnable hook = this::record;

  Interruption(CommandStatus status, ExperimentDirectory directory, ExperimentLock lock) {
    this.status = status;
    this.directory = directory;
    this.lock = lock;
    ShutdownHookManager.get().addShutdownHook(hook, PRIORITY, SECONDS, TimeUnit.SECONDS);
  }

  private void record() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    // What Spark logs about tasks that lose their driver is not the user's concern.
    Configurator.setAllLevels("", Level.OFF);
    System.err.println(
        "lautum: interrupted; completed work is kept: run the same command with --resume");
    try {
      status.interrupted(directory).write(directory);
      lock.close();
    } catch (IOException | RuntimeException e) {
      System.err.println("lautum: result.json could not be written: " + e.getMessage());
    }
  }

  /**
   * Ends the watch, before the command's own end is recorded.
   *
   * @return false if a signal has ended the command already
   */
  boolean end() {
    return ended.compareAndSet(false, true);
  }

  @Override
  public void close() {
    end();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
