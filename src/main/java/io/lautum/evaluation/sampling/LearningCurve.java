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
 * The measurements of a run, from its start on.
 *
 * @param optimizer name of the optimiser
 * @param tau its τ; null if it has none
 * @param points measurements, at least one
 * @param diverged reason why the run ended early; null if it did not
 */
public record LearningCurve(
    @JsonProperty(required = true) String optimizer,
    Double tau,
    @JsonProperty(required = true) List<CurvePoint> points,
    String diverged) {
  public LearningCurve {
    Checks.requireText("optimizer", optimizer);
    points = Checks.requireNoNulls("points", points);
    Checks.require(!points.isEmpty(), "at least one point");
  }

  /**
   * A measurement.
   *
   * @param forwardPasses forward passes of minibatches so far, over all workers
   * @param backwardPasses backward passes of minibatches so far, over all workers
   * @param loss cross-entropy of fixed images of the source's training set, in nats
   * @param accuracy fraction of fixed images of its test set that are classified correctly
   * @param effectiveSampleSize mean since the previous point; null without importance weights
   */
  public record CurvePoint(
      @JsonProperty(required = true) long forwardPasses,
      @JsonProperty(required = true) long backwardPasses,
      @JsonProperty(required = true) double loss,
      @JsonProperty(required = true) double accuracy,
      Double effectiveSampleSize) {}

  /**
   * Reads the curve of a finished run.
   *
   * @param name name of the file, for messages
   * @throws io.lautum.DataException if it is not JSON of this form
   */
  static LearningCurve read(InputStream in, String name) {
    return Json.read(in, name, "a learning curve", LearningCurve.class);
  }

  /**
   * Returns at how many points the loss is not at most that of the previous point; with exact steps
   * at none.
   */
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

  /** Returns the last point of the run. */
  @JsonIgnore
  public CurvePoint last() {
    return points.get(points.size() - 1);
  }

  /** Returns the last point that is not beyond a number of forward passes. */
  @JsonIgnore
  public CurvePoint at(long forwardPasses) {
    CurvePoint at = points.get(0);
    for (CurvePoint point : points) {
      if (point.forwardPasses() <= forwardPasses) {
        at = point;
      }
    }
    return at;
  }

  /** Returns the mean effective sample size over the run; empty without importance weights. */
  @JsonIgnore
  public OptionalDouble effectiveSampleSize() {
    return points.stream()
        .map(CurvePoint::effectiveSampleSize)
        .filter(Objects::nonNull)
        .mapToDouble(Double::doubleValue)
        .average();
  }
}
