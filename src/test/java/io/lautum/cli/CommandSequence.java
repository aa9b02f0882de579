package io.lautum.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.OperatingSystemMXBean;
import io.lautum.LocalSpark;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that runs several command lines, one after the other, with one Spark session. Its
 * arguments are a file with the command lines as lists of strings in JSON, one per line, and the
 * file to which it writes an {@link Ended} per line.
 */
public final class CommandSequence {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CommandSequence() {}

  /**
   * The end of a command.
   *
   * @param err standard error without the log
   * @param seconds processor time of the whole program while it ran
   */
  public record Ended(int exitCode, String err, double seconds) {}

  /** Runs the program. */
  public static void main(String[] arguments) throws IOException {
    System.setProperty("org.bytedeco.javacpp.logger", "slf4j");
    LocalSpark.context();
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (OutputStream out = Files.newOutputStream(Path.of(arguments[1]))) {
      for (String line : Files.readAllLines(Path.of(arguments[0]))) {
        long start = system.getProcessCpuTime();
        CommandLineRun run = CommandLineRun.of(JSON.readValue(line, String[].class));
        double seconds = (system.getProcessCpuTime() - start) / 1e9;
        Ended ended = new Ended(run.exitCode(), run.err(), seconds);
        out.write((JSON.writeValueAsString(ended) + "\n").getBytes(StandardCharsets.UTF_8));
      }
    }
    System.exit(0);
  }

  /** Writes the file of command lines. */
  public static void write(Path file, List<List<String>> commands) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (List<String> command : commands) {
      lines.append(JSON.writeValueAsString(command)).append('\n');
    }
    Files.writeString(file, lines);
  }

  /** Reads the results of all commands that have ended. */
  public static List<Ended> read(Path file) throws IOException {
    return JSON.readerFor(Ended.class).<Ended>readValues(file.toFile()).readAll();
  }
}
