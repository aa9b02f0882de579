package io.lautum.cli;

import io.lautum.Text;
import io.lautum.operations.cluster.ProcessDefaults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.util.ShutdownHookManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point of {@code submit/lautum} and of {@code spark-submit}. */
@Command(
    name = "lautum",
    description = {
      "Transfer learning on Spark with Lautum information: pre-train on a labelled source while"
          + " watching unlabelled target data, fine-tune on a few labels, and report the gain in"
          + " accuracy.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {
      "",
      "Exit codes: 0 done, 2 wrong usage or configuration, 3 wrong data, 4 the folder is in use by"
          + " another command, 1 any other failure.",
      "Example: submit/lautum run conf/glyphs.conf"
    })
public final class Main implements Runnable {
  /** In the order of the help. */
  private static final List<Class<?>> SUBCOMMANDS =
      List.of(
          AdaptCommand.class,
          RunCommand.class,
          PrepareCommand.class,
          PretrainCommand.class,
          FinetuneCommand.class,
          EvaluateCommand.class,
          ReportCommand.class,
          WatchCommand.class,
          BenchmarkCommand.class,
          TuneCommand.class,
          GeneralisationCommand.class,
          SamplingCommand.class,
          PredictCommand.class,
          ExportCommand.class,
          EncodeCommand.class,
          DoctorCommand.class,
          KeysCommand.class);

  @Spec private CommandSpec spec;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure.")
  private boolean debug;

  /** Runs a command and ends the program with its exit code. */
  public static void main(String[] args) {
    // Otherwise JavaCPP writes its warnings to standard error itself, past the configuration of
    // logs.
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    ProcessDefaults.set();
    try {
      int exitCode = execute(args);
      if (exitCode != 0 || !isInApplicationMaster()) {
        System.exit(exitCode);
      }
    } catch (Error e) {
      // Spark's threads would keep the program alive.
      e.printStackTrace();
      System.exit(Failure.OTHER);
    }
  }

  /**
   * Returns whether this is a driver in a container of YARN. There the program is a thread of the
   * application master, which reports a failure if the process ends before the thread.
   */
  private static boolean isInApplicationMaster() {
    return System.getProperty("spark.yarn.app.id") != null;
  }

  /** Runs a command and returns its exit code. */
  static int execute(String... args) {
    Main main = new Main();
    CommandLine commandLine =
        withSubcommands(main, named(args).<List<Class<?>>>map(List::of).orElse(SUBCOMMANDS));
    commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((e, arguments) -> main.usage(e))
        .setExecutionExceptionHandler(
            (e, command, result) -> main.report(e, command.getCommandSpec()));
    try {
      int exitCode = commandLine.execute(args);
      if (exitCode == 0 && isOutputLost()) {
        System.err.println(
            "lautum: the command is done, but standard output could not be written; is its disk"
                + " full?");
        return Failure.OTHER;
      }
      return exitCode;
    } catch (Error e) {
      // Picocli handles only exceptions. For example, a native library does not load, the local
      // file system is full, or memory is exhausted.
      return main.report(e, main.executed(commandLine.getParseResult()));
    }
  }

  /** Returns whether results were lost, unless their reader has closed a pipe, as head does. */
  private static boolean isOutputLost() {
    if (!System.out.checkError()) {
      return false;
    }
    try {
      return !Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString().startsWith("pipe:");
    } catch (IOException e) {
      // Standard output is closed, or this is not Linux.
      return true;
    }
  }

  /** Returns the program with all subcommands. */
  public static CommandLine commandLine() {
    return withSubcommands(new Main(), SUBCOMMANDS);
  }

  private static CommandLine withSubcommands(Main main, List<Class<?>> subcommands) {
    CommandLine program = new CommandLine(main);
    subcommands.forEach(program::addSubcommand);
    return program.addSubcommand(HelpCommand.class);
  }

  /**
   * Returns the subcommand that the arguments name first. Only its options need to be read then,
   * which saves a tenth of a second at each start.
   */
  private static Optional<Class<?>> named(String[] args) {
    return Arrays.stream(args)
        .filter(argument -> !argument.startsWith("-"))
        .findFirst()
        .flatMap(
            name ->
                SUBCOMMANDS.stream()
                    .filter(type -> type.getAnnotation(Command.class).name().equals(name))
                    .findFirst());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing command: " + commands());
  }

  private String commands() {
    return "expected one of " + String.join(", ", spec.subcommands().keySet());
  }

  private int usage(ParameterException e) {
    CommandSpec command = e.getCommandLine().getCommandSpec();
    String message = e.getMessage();
    if (e instanceof UnmatchedArgumentException unmatched) {
      if (command == spec && !unmatched.isUnknownOption()) {
        message =
            Text.format("Unknown command '%s': %s", unmatched.getUnmatched().get(0), commands());
      } else if (!unmatched.getSuggestions().isEmpty()) {
        message += "; did you mean " + String.join(" or ", unmatched.getSuggestions()) + "?";
      }
    }
    return message(
        Text.format("%s; see %s --help", message, command.qualifiedName()), e, Failure.USAGE);
  }

  private CommandSpec executed(ParseResult arguments) {
    return arguments != null && arguments.hasSubcommand()
        ? arguments.subcommand().commandSpec()
        : spec;
  }

  /** Prints one line, and the stack trace only if the user wants it. */
  private int report(Throwable e, CommandSpec command) {
    String again = Failure.again(command);
    Failure failure = Failure.of(e, again);
    if (ShutdownHookManager.get().isShutdownInProgress()) {
      // A signal ends the process, which Interruption has said.
      return failure.exitCode();
    }
    String remedy =
        failure.isExpected() || debug ? "" : "; --debug prints the stack trace; " + again;
    return message(failure.message() + remedy, failure.cause(), failure.exitCode());
  }

  private int message(String message, Throwable cause, int code) {
    System.err.println("lautum: " + message.replaceAll("\\s*\\R\\s*", " "));
    if (debug) {
      cause.printStackTrace();
    }
    return code;
  }

  /**
   * Reads the version that the build writes into the jar's manifest; classes in a folder have none.
   */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"lautum-spark " + (version == null ? "(not from a jar)" : version)};
    }
  }
}
