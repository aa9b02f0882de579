package io.lautum.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.WrittenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

class HelpTextsTest {
  @TempDir Path folder;

  @Test
  void filesHaveTheHelpOfEveryCommand() throws IOException {
    HelpTexts.main(new String[] {folder.toString()});

    CommandLine lautum = Main.commandLine();
    Set<String> names = new TreeSet<>();
    for (String command : lautum.getSubcommands().keySet()) {
      assertThat(Files.readString(folder.resolve(command + ".txt")))
          .isEqualTo(CommandLineRun.of(command, "--help").out());
      assertThat(Files.readString(folder.resolve(command + ".ansi")))
          .isEqualTo(lautum.getSubcommands().get(command).getUsageMessage(Ansi.ON))
          .contains("\u001b[");
      names.add(command + ".txt");
      names.add(command + ".ansi");
    }
    assertThat(Files.readString(folder.resolve("lautum.txt")))
        .isEqualTo(CommandLineRun.of("--help").out());
    names.add("lautum.txt");
    names.add("lautum.ansi");
    assertThat(WrittenFiles.names(folder)).containsExactlyInAnyOrderElementsOf(names);
  }
}
