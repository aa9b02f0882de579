package io.lautum.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.DataException;
import io.lautum.storage.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;

/**
 * The lines of a {@code history.jsonl}, one JSON object a line. A last line without its line feed
 * belongs to a run that is still writing and is left out when it is torn. Where a resumed run wrote
 * a round again, the later line counts.
 */
public final class History {
  /** The file's name in the directory of a model. */
  public static final String FILE = "history.jsonl";

  private History() {}

  /**
   * One round of parameter averaging. What an earlier version or another trainer did not record is
   * null.
   *
   * @param rounds that there will be
   * @param crossEntropy mean source cross-entropy over the round, in nats
   * @param learningRate of its last minibatch
   * @param accuracy of the averaged weights on some training images of the source; in some rounds
   *     only
   * @param lautumInformation in nats, or null for a method without it
   * @param squaredMmd between source and target outputs, or null for a method without it
   * @param seconds wall time of the whole round
   * @param averagingSeconds the part of it spent on aggregating and broadcasting
   * @param workers cross-entropy of each worker; empty where it is not known
   */
  public record Round(
      @JsonProperty(required = true) int round,
      Integer rounds,
      @JsonProperty(required = true) long iteration,
      @JsonProperty(required = true) double crossEntropy,
      Double learningRate,
      Double accuracy,
      Double lautumInformation,
      Double squaredMmd,
      @JsonProperty(required = true) double seconds,
      Double averagingSeconds,
      @JsonProperty(required = true) double examplesPerSecond,
      List<Double> workers) {
    public Round {
      workers = workers == null ? List.of() : List.copyOf(workers);
    }
  }

  /** One step of fine-tuning: its cross-entropy on labelled target examples, in nats. */
  public record Step(
      @JsonProperty(required = true) int step,
      @JsonProperty(required = true) double crossEntropy) {}

  /**
   * Reads the history of pre-training, ascending by round.
   *
   * @throws DataException with the line's number when a complete line is malformed
   */
  public static List<Round> readRounds(InputStream in, String name) {
    return read(
        in,
        name,
        "{round, iteration, crossEntropy, seconds, examplesPerSecond}",
        Round.class,
        Round::round);
  }

  /**
   * Reads the history of fine-tuning, ascending by step.
   *
   * @throws DataException with the line's number when a complete line is malformed
   */
  public static List<Step> readSteps(InputStream in, String name) {
    return read(in, name, "{step, crossEntropy}", Step.class, Step::step);
  }

  /** A stage that had work. */
  public record Stage(
      @JsonProperty(required = true) String stage,
      @JsonProperty(required = true) String began,
      @JsonProperty(required = true) double seconds) {}

  /**
   * Reads what the stages took, in the order in which they ended.
   *
   * @throws DataException with the line's number when a complete line is malformed
   */
  public static List<Stage> readStages(InputStream in, String name) {
    AtomicInteger line = new AtomicInteger();
    return read(in, name, "{stage, began, seconds}", Stage.class, stage -> line.incrementAndGet());
  }

  private static <T> List<T> read(
      InputStream in, String name, String expected, Class<T> type, ToIntFunction<T> key) {
    String text;
    try {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new DataException(name + ": cannot be read: " + e.getMessage(), e);
    }
    boolean open = !text.endsWith("\n");
    List<String> lines = text.lines().toList();
    SortedMap<Integer, T> byKey = new TreeMap<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).isBlank()) {
        continue;
      }
      try {
        T entry = Json.readLine(lines.get(i), name + ", line " + (i + 1), expected, type);
        byKey.put(key.applyAsInt(entry), entry);
      } catch (DataException e) {
        if (!open || i < lines.size() - 1) {
          throw e;
        }
      }
    }
    return new ArrayList<>(byKey.values());
  }
}
