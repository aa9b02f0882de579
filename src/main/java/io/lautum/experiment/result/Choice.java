package io.lautum.experiment.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.Text;
import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonRecord;
import java.io.InputStream;
import java.util.List;

/**
 * The choice of a method by cross-validation over labelled images, {@code choice.json}.
 *
 * @param method name of the chosen method
 * @param images number of labelled images
 * @param groups number of groups of images that stay in one part; images alone count as groups
 * @param folds number of parts that were held out in turn
 * @param seconds duration of the comparison
 * @param candidates all candidates, the simplest first
 */
public record Choice(
    @JsonProperty(required = true) String method,
    @JsonProperty(required = true) int images,
    @JsonProperty(required = true) int groups,
    @JsonProperty(required = true) int folds,
    @JsonProperty(required = true) double seconds,
    @JsonProperty(required = true) List<Candidate> candidates)
    implements JsonRecord {
  /** The file's name in the folder of the chosen model. */
  public static final String FILE = "choice.json";

  public Choice {
    Checks.requireText("method", method);
    candidates = Checks.requireNoNulls("candidates", candidates);
    String chosen = method;
    Checks.require(
        candidates.stream().anyMatch(candidate -> candidate.method.equals(chosen)),
        Text.format("the chosen method %s among the candidates", method));
  }

  /**
   * A candidate.
   *
   * @param first score after a quarter of the steps; null if it has none
   * @param last score after all steps, or half of them; null if it has none
   * @param remark why it was left out; empty if it was not
   */
  public record Candidate(
      @JsonProperty(required = true) String method, Score first, Score last, String remark) {
    public Candidate {
      Checks.requireText("method", method);
      remark = remark == null ? "" : remark;
    }
  }

  /**
   * The held-out predictions of a candidate.
   *
   * @param steps number of fine-tuning steps
   * @param accuracy share of images whose most probable class is their label
   * @param loss mean of −ln p(label) after temperature scaling, in nats
   * @param difference mean over images of its loss minus that of the candidate with the least loss
   *     after as many steps
   * @param standardError standard error of {@code difference}
   * @param seconds duration
   */
  public record Score(
      @JsonProperty(required = true) int steps,
      @JsonProperty(required = true) double accuracy,
      @JsonProperty(required = true) double loss,
      @JsonProperty(required = true) double difference,
      @JsonProperty(required = true) double standardError,
      @JsonProperty(required = true) double seconds) {}

  /**
   * Reads the file; unknown fields are ignored.
   *
   * @throws io.lautum.DataException if it is not JSON of this form
   */
  public static Choice read(InputStream in, String name) {
    return Json.read(in, name, "the choice of a method", Choice.class);
  }
}
