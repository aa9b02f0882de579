package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;

class HelpTest {
  static Stream<String> commands() {
    return Main.commandLine().getSubcommands().keySet().stream()
        .filter(name -> !name.equals("help"));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandHasHelpWithAnExample(String command) {
    CommandLineRun help = CommandLineRun.of(command, "--help");

    assertThat(help.exitCode()).isZero();
    assertThat(help.err()).isEmpty();
    assertThat(help.out())
        .startsWith("Usage: lautum " + command + " ")
        .containsPattern("(?m)^Example: submit/lautum " + command + " ");
    assertThat(CommandLineRun.of("help", command).out()).isEqualTo(help.out());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void exampleOfACommandIsValid(String command) {
    CommandLine lautum = Main.commandLine();
    CommandSpec spec = lautum.getSubcommands().get(command).getCommandSpec();
    String[] footer = spec.usageMessage().footer();
    String example = footer[footer.length - 1];

    lautum.parseArgs(example.substring("Example: submit/lautum ".length()).split(" "));

    assertThat(lautum.getParseResult().subcommand().commandSpec().name()).isEqualTo(command);
  }

  @Test
  void everyOptionIsDescribed() {
    CommandLine lautum = Main.commandLine();
    assertDescribed(lautum.getCommandSpec());
    for (Map.Entry<String, CommandLine> command : lautum.getSubcommands().entrySet()) {
      assertDescribed(command.getValue().getCommandSpec());
    }
  }

  @Test
  void helpListsCommandsAndVersion() {
    CommandLineRun help = CommandLineRun.of("--help");
    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).contains("Exit codes: 0 done, 2 ", "Example: submit/lautum run conf/");
    commands().forEach(command -> assertThat(help.out()).contains("  " + command + " "));

    assertThat(CommandLineRun.of("--version").out()).startsWith("lautum-spark ");
  }

  private static void assertDescribed(CommandSpec command) {
    assertThat(command.usageMessage().description()).as(command.name()).isNotEmpty();
    for (ArgSpec each : command.args()) {
      assertThat(String.join("", each.description()))
          .as("%s %s", command.name(), each)
          .isNotBlank();
    }
  }
}
