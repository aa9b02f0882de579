package io.lautum.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * Writes the help of each command to a file, as {@code --help} prints it. The build calls it, and
 * {@code submit/lautum} prints the files without a virtual machine.
 */
final class HelpTexts {
  private HelpTexts() {}

  /**
   * Writes {@code NAME.txt}, and {@code NAME.ansi} for terminals, to the folder in the argument.
   */
  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    CommandLine lautum = Main.commandLine();
    Map<String, CommandLine> commands = new TreeMap<>(lautum.getSubcommands());
    commands.put(lautum.getCommandName(), lautum);
    for (Map.Entry<String, CommandLine> command : commands.entrySet()) {
      CommandLine help = command.getValue();
      Path file = folder.resolve(command.getKey());
      Files.writeString(Path.of(file + ".txt"), help.getUsageMessage(Ansi.OFF));
      Files.writeString(Path.of(file + ".ansi"), help.getUsageMessage(Ansi.ON));
    }
  }
}
