package io.lautum.cli;

import io.lautum.DataException;
import io.lautum.UserException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The entry point of {@code submit/lautum} and of {@code spark-submit}. */
@Command(
    name = "lautum",
    description = {
      "Transfer learning on Spark with Lautum information: pre-train on a labelled source while"
          + " watching unlabelled target data, fine-tune on a few labels, and report what that was"
          + " worth.",
      ""
    },
    mixinStandardHelpOptions = true,
    version = "lautum-spark 0.1.0",
    subcommands = {
      RunCommand.class,
      PrepareCommand.class,
      PretrainCommand.class,
      FinetuneCommand.class,
      EvaluateCommand.class,
      ReportCommand.class,
      BenchmarkCommand.class,
      PredictCommand.class,
      DoctorCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "Exit codes: 0 done, 2 bad usage or configuration, 3 bad data, 1 anything else.",
      "Example: submit/lautum run conf/glyphs.conf"
    })
public final class Main implements Runnable {
  private static final int FAILURE = 1;
  private static final int USAGE = 2;
  private static final int DATA = 3;

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  private boolean debug;

  /** Runs a command and ends the program with its exit code. */
  public static void main(String[] args) {
    System.exit(execute(args));
  }

  /** Runs a command and returns its exit code. */
  static int execute(String... args) {
    Main main = new Main();
    return new CommandLine(main)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((e, command, result) -> main.report(e))
        .execute(args);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command");
  }

  /** What a person can mend gets one line; what not, a stack trace. */
  private int report(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof UserException) {
        return message(cause, USAGE);
      }
      if (cause instanceof DataException) {
        return message(cause, DATA);
      }
    }
    e.printStackTrace();
    return FAILURE;
  }

  private int message(Throwable cause, int code) {
    System.err.println("lautum: " + cause.getMessage());
    if (debug) {
      cause.printStackTrace();
    }
    return code;
  }
}
