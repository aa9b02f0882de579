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
   * One round of parameter averaging.
   *
   * @param crossEntropy mean source cross-entropy over the round, in nats
   * @param lautumInformation in nats, or null for a method without it
   * @param squaredMmd between source and target outputs, or null for a method without it
   * @param seconds wall time of the whole round
   * @param averagingSeconds the part of it spent on aggregating and broadcasting
   */
  public record Round(
      @JsonProperty(required = true) int round,
      @JsonProperty(required = true) long iteration,
      @JsonProperty(required = true) double crossEntropy,
      Double lautumInformation,
      Double squaredMmd,
      @JsonProperty(required = true) double seconds,
      @JsonProperty(required = true) double averagingSeconds,
      @JsonProperty(required = true) double examplesPerSecond) {}

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
        "{round, iteration, crossEntropy, seconds, averagingSeconds, examplesPerSecond}",
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
