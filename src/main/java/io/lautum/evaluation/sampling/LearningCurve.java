package io.lautum.evaluation.sampling;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.Json;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What a run gave, from its start on.
 *
 * @param optimizer name of the optimiser
 * @param tau its τ; null if it has none
 * @param points at least one
 * @param diverged why the run ended before its time; null if it did not
 */
public record LearningCurve(
    @JsonProperty(required = true) String optimizer,
    Double tau,
    @JsonProperty(required = true) List<Point> points,
    String diverged) {
  public LearningCurve {
    Checks.named("optimizer", optimizer);
    points = Checks.list("points", points);
    Checks.that(!points.isEmpty(), "at least one point");
  }

  /**
   * A measurement.
   *
   * @param forwardPasses of minibatches up to here, all workers together
   * @param backwardPasses likewise
   * @param loss cross-entropy of fixed images of the source's training set, in nats
   * @param accuracy on fixed images of its test set, as a fraction
   * @param effectiveSampleSize mean since the point before; null without importance weights
   */
  public record Point(
      @JsonProperty(required = true) long forwardPasses,
      @JsonProperty(required = true) long backwardPasses,
      @JsonProperty(required = true) double loss,
      @JsonProperty(required = true) double accuracy,
      Double effectiveSampleSize) {}

  /**
   * Reads the curve of a finished run.
   *
   * @param name the file's, for messages
   * @throws io.lautum.DataException if it is not JSON of this form
   */
  static LearningCurve read(InputStream in, String name) {
    return Json.read(in, name, "a learning curve", LearningCurve.class);
  }

  /** How many times the loss is higher than at the point before: never, for exact steps. */
  @JsonIgnore
  public int rises() {
    int rises = 0;
    for (int i = 1; i < points.size(); i++) {
      if (!(points.get(i).loss() <= points.get(i - 1).loss())) {
        rises++;
      }
    }
    return rises;
  }

  /** Where the run ended. */
  @JsonIgnore
  public Point last() {
    return points.get(points.size() - 1);
  }

  /** The last point that is not beyond a number of forward passes. */
  @JsonIgnore
  public Point at(long forwardPasses) {
    Point at = points.get(0);
    for (Point point : points) {
      if (point.forwardPasses() <= forwardPasses) {
        at = point;
      }
    }
    return at;
  }

  /** Mean effective sample size over the run, where there are importance weights. */
  @JsonIgnore
  public OptionalDouble effectiveSampleSize() {
    return points.stream()
        .map(Point::effectiveSampleSize)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average();
  }
}
