package io.lautum.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lautum.DataException;
import io.lautum.experiment.storage.FormatVersion;
import io.lautum.experiment.storage.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/**
 * Reads a {@code history.jsonl}, one JSON object per line. A last line without a line feed belongs
 * to a run that is still writing, and is omitted if it is incomplete. If a resumed run wrote a
 * round again, the later line is used.
 */
public final class History {
  /** The file's name in the directory of a model. */
  public static final String FILE = "history.jsonl";

  private History() {}

  /**
   * One round of parameter averaging. Values that an earlier version or another trainer did not
   * record are null.
   *
   * @param rounds number of rounds of the whole training
   * @param crossEntropy mean source cross-entropy over the round, in nats
   * @param learningRate learning rate of the last minibatch
   * @param accuracy accuracy of the averaged weights on some training images of the source; only in
   *     some rounds
   * @param seconds wall time of the whole round
   * @param averagingSeconds part of that time spent on aggregating and broadcasting
   * @param workers cross-entropy of each worker; empty if unknown
   * @param numbers every number of the line by its key, including the metrics of the method's
   *     transfer term
   */
  public record Round(
      @JsonProperty(required = true) int round,
      Integer rounds,
      @JsonProperty(required = true) long iteration,
      @JsonProperty(required = true) double crossEntropy,
      Double learningRate,
      Double accuracy,
      @JsonProperty(required = true) double seconds,
      Double averagingSeconds,
      @JsonProperty(required = true) double examplesPerSecond,
      List<Double> workers,
      Map<String, Double> numbers) {
    public Round {
      workers = workers == null ? List.of() : List.copyOf(workers);
      numbers = numbers == null ? Map.of() : Map.copyOf(numbers);
    }

    private Round with(Map<String, Double> all) {
      return new Round(
          round,
          rounds,
          iteration,
          crossEntropy,
          learningRate,
          accuracy,
          seconds,
          averagingSeconds,
          examplesPerSecond,
          workers,
          all);
    }
  }

  /**
   * One step of fine-tuning.
   *
   * @param crossEntropy cross-entropy on labelled target examples, in nats
   * @param numbers every number of the line by its key, including the metrics of the method's
   *     transfer term
   */
  public record Step(
      @JsonProperty(required = true) int step,
      @JsonProperty(required = true) double crossEntropy,
      Map<String, Double> numbers) {
    public Step {
      numbers = numbers == null ? Map.of() : Map.copyOf(numbers);
    }

    private Step with(Map<String, Double> all) {
      return new Step(step, crossEntropy, all);
    }
  }

  /**
   * Reads the history of pre-training, ascending by round.
   *
   * @throws DataException with the line number if a complete line is malformed
   */
  public static List<Round> readRounds(InputStream in, String name) {
    return read(
        in,
        name,
        "{round, iteration, crossEntropy, seconds, examplesPerSecond}",
        Round.class,
        Round::with,
        Round::round);
  }

  /**
   * Reads the history of fine-tuning, ascending by step.
   *
   * @throws DataException with the line number if a complete line is malformed
   */
  public static List<Step> readSteps(InputStream in, String name) {
    return read(in, name, "{step, crossEntropy}", Step.class, Step::with, Step::step);
  }

  /**
   * The time and memory of a stage that did any work.
   *
   * @param peakMemory largest resident memory of the driver in bytes; null if unknown
   */
  public record Stage(
      @JsonProperty(required = true) String stage,
      @JsonProperty(required = true) String began,
      @JsonProperty(required = true) double seconds,
      Long peakMemory) {}

  /**
   * Reads the times of the stages, in the order in which they ended.
   *
   * @throws DataException with the line number if a complete line is malformed
   */
  public static List<Stage> readStages(InputStream in, String name) {
    AtomicInteger line = new AtomicInteger();
    return read(
        in,
        name,
        "{stage, began, seconds}",
        Stage.class,
        (stage, numbers) -> stage,
        stage -> line.incrementAndGet());
  }

  private static <T> List<T> read(
      InputStream in,
      String name,
      String expected,
      Class<T> type,
      BiFunction<T, Map<String, Double>, T> withNumbers,
      ToIntFunction<T> key) {
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
        String where = name + ", line " + (i + 1);
        T entry = Json.readLine(lines.get(i), where, expected, type);
        ObjectNode line = Json.readLine(lines.get(i), where, expected, ObjectNode.class);
        byKey.put(key.applyAsInt(entry), withNumbers.apply(entry, numbers(line)));
      } catch (DataException e) {
        if (!open || i < lines.size() - 1) {
          throw e;
        }
      }
    }
    return new ArrayList<>(byKey.values());
  }

  private static Map<String, Double> numbers(ObjectNode line) {
    Map<String, Double> numbers = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : line.properties()) {
      if (field.getValue().isNumber() && !field.getKey().equals(FormatVersion.FIELD)) {
        numbers.put(field.getKey(), field.getValue().doubleValue());
      }
    }
    return numbers;
  }
}
