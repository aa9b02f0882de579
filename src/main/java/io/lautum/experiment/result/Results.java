package io.lautum.experiment.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.DataException;
import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonRecord;
import java.io.InputStream;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The measurements of an experiment: {@code results.json}, which {@code evaluate} writes and
 * reports read. Accuracies are fractions of one.
 *
 * @param classes the target's class names, by label
 * @param rows one row per method and number of labels, in the order of tables
 * @param pretrain one entry per pre-trained method, measured before fine-tuning
 * @param adapted one entry per method and number of labels, measured after fine-tuning on draw 1
 * @param paper published accuracies by method, then by number of labels; may be empty
 * @param paperNote a sentence about how comparable the published figures are, or null
 */
public record Results(
    @JsonProperty(required = true) String experiment,
    @JsonProperty(required = true) String source,
    @JsonProperty(required = true) String target,
    @JsonProperty(required = true) long seed,
    @JsonProperty(required = true) List<String> classes,
    @JsonProperty(required = true) List<Row> rows,
    List<Pretrained> pretrain,
    List<AdaptedNetwork> adapted,
    Map<String, Map<Integer, Double>> paper,
    String paperNote)
    implements JsonRecord {

  /** The file's name in an experiment's directory. */
  public static final String FILE = "results.json";

  /**
   * @throws IllegalArgumentException if two rows have the same method and number of labels, or a
   *     confusion matrix is not square with one row per class
   */
  public Results {
    Checks.requireText("experiment", experiment);
    Checks.requireText("source", source);
    Checks.requireText("target", target);
    classes = Checks.requireNoNulls("classes", classes);
    rows = Checks.requireNoNulls("rows", rows);
    pretrain = Checks.optionalList("pretrain", pretrain);
    adapted = Checks.optionalList("adapted", adapted);
    paper = copy(paper);
    Set<String> seen = new HashSet<>();
    for (Row row : rows) {
      String at = "row of method \"" + row.method + "\" with " + row.labels + " labels";
      Checks.require(seen.add(at), "one " + at + ", found two");
      boolean square = row.confusion.isEmpty() || row.confusion.size() == classes.size();
      for (List<Long> counts : row.confusion) {
        square &= counts.size() == classes.size();
      }
      Checks.require(
          square,
          "a confusion matrix of " + classes.size() + " x " + classes.size() + " in the " + at);
    }
  }

  /**
   * The accuracy of one method at one number of labelled target examples.
   *
   * @param draws test accuracy of each draw; draw k used the same labelled examples in every method
   * @param mean mean of the draws
   * @param std sample standard deviation of the draws (divisor n - 1); null for a single draw
   * @param ece expected calibration error, or null
   * @param scaledEce the same after temperature scaling, or null
   * @param crossEntropy mean test cross-entropy in nats, or null
   * @param confusion sums over draws, rows are true classes, columns predicted ones, or empty
   * @param calibration bins over all draws together, ascending by confidence; empty if not recorded
   */
  public record Row(
      @JsonProperty(required = true) String method,
      @JsonProperty(required = true) int labels,
      @JsonProperty(required = true) List<Double> draws,
      @JsonProperty(required = true) double mean,
      Double std,
      Double ece,
      Double scaledEce,
      Double crossEntropy,
      List<List<Long>> confusion,
      List<CalibrationBin> calibration) {
    private static final double ROUNDING = 1e-3;

    public Row {
      Checks.requireText("method", method);
      Checks.require(labels >= 0, "labels of at least 0, found " + labels);
      draws = Checks.requireNoNulls("draws", draws);
      Checks.require(!draws.isEmpty(), "at least one draw of method \"" + method + '"');
      for (double draw : draws) {
        Checks.require(draw >= 0 && draw <= 1, "accuracies from 0 to 1, found " + draw);
      }
      Checks.require(
          Math.abs(mean - average(draws)) < ROUNDING,
          "the mean of the draws, " + average(draws) + ", as mean, found " + mean);
      Checks.require(std == null || std >= 0, "std of at least 0, found " + std);
      confusion = Checks.optionalList("confusion", confusion).stream().map(List::copyOf).toList();
      calibration = Checks.optionalList("calibration", calibration);
      for (List<Long> counts : confusion) {
        for (long count : counts) {
          Checks.require(count >= 0, "confusion counts of at least 0, found " + count);
        }
      }
    }

    /** Creates a row without calibration. */
    public static Row of(
        String method,
        int labels,
        List<Double> draws,
        Double ece,
        Double crossEntropy,
        List<List<Long>> confusion) {
      return of(method, labels, draws, ece, null, crossEntropy, confusion, List.of());
    }

    /** Creates a row; computes mean and sample standard deviation from the draws. */
    public static Row of(
        String method,
        int labels,
        List<Double> draws,
        Double ece,
        Double scaledEce,
        Double crossEntropy,
        List<List<Long>> confusion,
        List<CalibrationBin> calibration) {
      double mean = average(draws);
      Double std = null;
      if (draws.size() > 1) {
        double squares = draws.stream().mapToDouble(d -> (d - mean) * (d - mean)).sum();
        std = Math.sqrt(squares / (draws.size() - 1));
      }
      return new Row(
          method, labels, draws, mean, std, ece, scaledEce, crossEntropy, confusion, calibration);
    }

    private static double average(List<Double> draws) {
      return draws.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
  }

  /**
   * A pre-trained network before it saw a target label.
   *
   * @param sourceAccuracy accuracy on the source test set, or null
   * @param lautumInformation Lautum information between the network and the target inputs, in nats,
   *     or null
   * @param canonicalCorrelations canonical correlations of outputs and target inputs, descending;
   *     may be empty
   */
  public record Pretrained(
      @JsonProperty(required = true) String method,
      Double sourceAccuracy,
      Double lautumInformation,
      List<Double> canonicalCorrelations) {
    public Pretrained {
      Checks.requireText("method", method);
      canonicalCorrelations = Checks.optionalList("canonicalCorrelations", canonicalCorrelations);
    }
  }

  /**
   * Reads {@code results.json}; unknown fields are ignored.
   *
   * @param name name of the file, for messages
   * @throws DataException if it is not JSON of this form; the message has line and column
   */
  public static Results read(InputStream in, String name) {
    return Json.readResult(
        in, name, "an object with experiment, source, target, seed, classes, rows", Results.class);
  }

  /** Returns the distinct methods, in the order of the rows. */
  public List<String> methods() {
    return rows.stream().map(Row::method).distinct().toList();
  }

  /** Returns the distinct numbers of labelled target examples, ascending. */
  public List<Integer> labelCounts() {
    return rows.stream().map(Row::labels).distinct().sorted().toList();
  }

  /** Returns the row of a method at a number of labels. */
  public Optional<Row> row(String method, int labels) {
    return rows.stream().filter(r -> r.labels == labels && r.method.equals(method)).findFirst();
  }

  private static Map<String, Map<Integer, Double>> copy(Map<String, Map<Integer, Double>> paper) {
    Map<String, Map<Integer, Double>> copy = new TreeMap<>();
    if (paper != null) {
      paper.forEach(
          (method, byLabels) -> {
            Checks.require(byLabels != null, "published accuracies of \"" + method + '"');
            copy.put(method, Map.copyOf(byLabels));
          });
    }
    return Collections.unmodifiableMap(copy);
  }
}
