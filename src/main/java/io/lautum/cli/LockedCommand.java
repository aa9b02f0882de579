package io.lautum.cli;

import io.lautum.experiment.config.ExperimentConfig;
import io.lautum.experiment.lock.ExperimentLock;
import io.lautum.experiment.storage.ExperimentDirectory;
import io.lautum.experiment.storage.Replacement;
import java.io.IOException;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.FileStatus;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that writes to one folder. It holds the folder's lock and records its status in {@code
 * result.json}.
 */
abstract class LockedCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  final CommandSpec spec() {
    return spec;
  }

  /** Returns the fully validated configuration: nothing is written for an invalid one. */
  abstract ExperimentConfig config();

  /** Returns the folder that the command writes to. */
  abstract ExperimentDirectory directory(ExperimentConfig config);

  /** Returns whether the command reads the datasets, whose file systems must answer then. */
  boolean readsInputs(ExperimentDirectory directory) throws IOException {
    return true;
  }

  abstract void run(ExperimentConfig config, SparkRuntime spark) throws IOException;

  @Override
  public final Integer call() throws IOException {
    ExperimentConfig config = config();
    ExperimentDirectory directory = directory(config);
    Preflight.storage(
        SparkRuntime.hadoop(),
        config.inputPlaces().values(),
        () -> readsInputs(directory),
        directory.root());
    OutputCheck.requireOwn(directory);
    if (readsInputs(directory)) {
      OutputCheck.requireOutside(config.inputPlaces(), directory, SparkRuntime.hadoop());
    }
    Thread worker = Thread.currentThread();
    try (ExperimentLock lock =
        ExperimentLock.acquire(
            directory.files(), directory.root(), spec.name(), worker::interrupt)) {
      Replacement.finishAll(directory);
      CommandStatus status = CommandStatus.running(spec.name());
      status.write(directory);
      Interruption.Recorder recorder =
          reason -> {
            CommandStatus end =
                reason.isPresent()
                    ? status.failed(reason.get(), directory)
                    : status.interrupted(directory);
            end.write(directory);
          };
      try (Interruption interruption = new Interruption(spec, lock::close, recorder)) {
        try (SparkRuntime spark = new SparkRuntime()) {
          run(config, spark);
        } catch (Throwable e) {
          // Spark throws checked exceptions that no method declares.
          if (interruption.end()) {
            lock.requireHeld();
            record(status, Failure.of(e, Failure.again(spec)), directory, lock.madeFolder());
          }
          throw e;
        }
        if (interruption.end()) {
          status.done(directory).write(directory);
        }
      }
    }
    return 0;
  }

  /**
   * Records a failure. If the configuration is invalid and this command created the folder and
   * nothing in it, nothing is left behind.
   */
  private static void record(
      CommandStatus status, Failure failure, ExperimentDirectory directory, boolean madeFolder) {
    try {
      if (madeFolder && failure.exitCode() == Failure.USAGE && hasOnlyStatus(directory)) {
        directory.files().delete(directory.commandStatus(), false);
      } else {
        status.failed(failure, directory).write(directory);
      }
    } catch (IOException e) {
      // A failing storage must not hide the first failure.
      failure.cause().addSuppressed(e);
    }
  }

  /** Returns whether nothing but the status and hidden files, such as the lock, are in a folder. */
  private static boolean hasOnlyStatus(ExperimentDirectory directory) throws IOException {
    for (FileStatus file : directory.files().listStatus(directory.root())) {
      String name = file.getPath().getName();
      if (!name.startsWith(".") && !name.equals(directory.commandStatus().getName())) {
        return false;
      }
    }
    return true;
  }
}
