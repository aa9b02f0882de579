package io.lautum.cli;

import io.lautum.Text;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Says in one line on standard error that a signal ends a running command (Ctrl-C, SIGTERM,
 * SIGHUP), or that Spark does, as on Kubernetes if too many executors fail. The process then has
 * the exit code of the signal, such as 130 or 143, or Spark's.
 */
final class Interruption implements AutoCloseable {
  /** Before Spark stops (50) and the file systems close (10). */
  private static final int PRIORITY = 100;

  private static final int SECONDS = 20;

  private static final String BY_SPARK =
      "Spark has ended this job, such as after too many failures of executors; the log has the"
          + " reason";

  /** Records the end of a command. */
  @FunctionalInterface
  interface Recorder {
    /**
     * @param reason why the command failed; empty if a signal has ended it
     */
    void record(Optional<String> reason) throws IOException;
  }

  private final CommandSpec command;
  private final Closeable lock;
  private final Recorder recorder;
  private final AtomicBoolean ended = new AtomicBoolean();
  private final Runnable hook = this::record;

  /** Watches a command that has no lock and records nothing. */
  Interruption(CommandSpec command) {
    this(command, () -> {}, reason -> {});
  }

  /**
   * @param lock closed after {@code recorder} has recorded an interruption
   */
  Interruption(CommandSpec command, Closeable lock, Recorder recorder) {
    this.command = command;
    this.lock = lock;
    this.recorder = recorder;
    ShutdownHookManager.get().addShutdownHook(hook, PRIORITY, SECONDS, TimeUnit.SECONDS);
  }

  private void record() {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    boolean bySpark = isEndedByTheProcess(Thread.getAllStackTraces());
    // What Spark logs and prints about tasks that lose their driver is not the user's concern.
    Configurator.setAllLevels("", Level.OFF);
    PrintStream user = System.err;
    System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    user.println(
        Text.format("lautum: %s; %s", bySpark ? BY_SPARK : "interrupted", Failure.again(command)));
    try {
      recorder.record(bySpark ? Optional.of(BY_SPARK) : Optional.empty());
      lock.close();
    } catch (IOException | RuntimeException e) {
      user.println("lautum: the end could not be recorded: " + e.getMessage());
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
