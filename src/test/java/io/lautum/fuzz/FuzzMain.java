package io.lautum.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Fuzzes every reader for some time and prints a table. An input that is accepted, or rejected with
 * a new form of message, has reached new code, so further inputs are derived from it.
 *
 * <p>Arguments: seconds per reader, a folder for findings, a seed, and the readers (default: all).
 */
public final class FuzzMain {
  private static final int MOST_BASES = 512;
  private static final int MESSAGE_START = 120;
  private static final int MOST_FINDINGS = 5;

  private FuzzMain() {}

  /** Exits with 1 if a reader failed. */
  public static void main(String[] args) throws IOException {
    long seconds = Long.parseLong(args[0]);
    Path folder = Path.of(args[1]);
    long seed = Long.parseLong(args[2]);
    List<String> names =
        args.length > 3
            ? Arrays.asList(args).subList(3, args.length)
            : Arrays.stream(Readers.values()).map(Enum::name).toList();
    boolean failed = false;
    System.out.println("| reader | executions | accepted | findings | bound on allocation |");
    System.out.println("|---|--:|--:|---|---|");
    for (String name : names) {
      failed |= fuzz(Readers.valueOf(name), seconds, folder, seed);
    }
    System.exit(failed ? 1 : 0);
  }

  private static boolean fuzz(Readers reader, long seconds, Path folder, long seed)
      throws IOException {
    FuzzTarget target = reader.target(folder.resolve(reader.name() + "-files"));
    List<byte[]> bases = new ArrayList<>(target.seeds());
    Set<String> answers = new HashSet<>();
    Mutator mutator = new Mutator(seed);
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    long executions = 0;
    long accepted = 0;
    int findings = 0;
    while (System.nanoTime() < end && findings < MOST_FINDINGS) {
      // Half of the inputs are derived from valid files, because most new inputs are rejected
      // early.
      byte[] input = mutator.next(executions % 2 == 0 ? target.seeds() : bases);
      executions++;
      try {
        String rejection = FuzzOracle.rejection(target, input);
        accepted += rejection == null ? 1 : 0;
        if (answers.add(form(rejection)) && bases.size() < MOST_BASES) {
          bases.add(input);
        }
      } catch (AssertionError e) {
        Path file = folder.resolve("%s-%d".formatted(reader.name(), findings++));
        Files.write(file, input);
        String shown = e.toString();
        System.err.println(file + ": " + shown.substring(0, Math.min(300, shown.length())));
        if (e.getCause() != null) {
          e.getCause().printStackTrace();
        }
      }
    }
    System.out.printf(
        "| %s | %d | %d | %s | %d MiB + %d × length |%n",
        reader.name(),
        executions,
        accepted,
        findings == 0 ? "none" : findings,
        target.fixedBytes() >> 20,
        target.bytesPerByte());
    return findings > 0;
  }

  /** Returns a message without its numbers and most of its quotations. */
  private static String form(String rejection) {
    String text = String.valueOf(rejection).replaceAll("[0-9a-fA-F]*\\d[0-9a-fA-F]*", "#");
    return text.substring(0, Math.min(text.length(), MESSAGE_START));
  }
}
