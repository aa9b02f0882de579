package io.lautum.cli;

import io.lautum.Text;
import io.lautum.experiment.lock.ExperimentLock;
import io.lautum.experiment.storage.ExperimentDirectory;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;

/**
 * Records that a signal ends a running command (Ctrl-C, SIGTERM, SIGHUP): one line on standard
 * error, {@code interrupted} in {@code result.json}, and no lock left. The process then has the
 * exit code of the signal, such as 130 or 143. If Spark ends the process, as it does on Kubernetes
 * if too many executors fail, the state is {@code failed}, and the exit code is Spark's.
 */
final class Interruption implements AutoCloseable {
  /** Before Spark stops (50) and the file systems close (10). */
  private static final int PRIORITY = 100;

  private static final int SECONDS = 20;

  private static final String BY_SPARK =
      "Spark has ended this job, such as after too many failures of executors; the log has the"
          + " reason";

  private final CommandStatus status;
  private final ExperimentDirectory directory;
  private final ExperimentLock lock;
  private final String again;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Runnable hook = this::record;

  /**
   * @param again what to do after an interruption
   */
  Interruption(
      CommandStatus status, ExperimentDirectory directory, ExperimentLock lock, String again) {
    this.status = status;
    this.directory = directory;
    this.lock = lock;
    this.again = again;
    ShutdownHookManager.get().addShutdownHook(hook, PRIORITY, SECONDS, TimeUnit.SECONDS);
  }

  private void record() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    boolean bySpark = isEndedByTheProcess(Thread.getAllStackTraces());
    // What Spark logs about tasks that lose their driver is not the user's concern, and neither is
    // the end of threads that it interrupts.
    Configurator.setAllLevels("", Level.OFF);
    Thread.setDefaultUncaughtExceptionHandler((thread, interrupted) -> {});
    System.err.println(Text.format("lautum: %s; %s", bySpark ? BY_SPARK : "interrupted", again));
    try {
      (bySpark ? status.failed(BY_SPARK, directory) : status.interrupted(directory))
          .write(directory);
      lock.close();
    } catch (IOException | RuntimeException e) {
      System.err.println("lautum: result.json could not be written: " + e.getMessage());
    }
  }

  /** Returns whether a thread has called {@code exit} that is not the handler of a signal. */
  static boolean isEndedByTheProcess(Map<Thread, StackTraceElement[]> threads) {
    return threads.entrySet().stream()
        .filter(thread -> !thread.getKey().getName().startsWith("SIG"))
        .flatMap(thread -> Stream.of(thread.getValue()))
        .anyMatch(
            frame ->
                frame.getClassName().equals(Runtime.class.getName())
                    && frame.getMethodName().equals("exit"));
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
