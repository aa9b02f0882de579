package io.lautum.experiment.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonRecord;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;

/**
 * What the command adapt found with its final model, in addition to the {@link CrossValidation}:
 * {@code adaptation.json}.
 *
 * @param method name of the method
 * @param classes class names, by label
 * @param predicted number of unlabelled images by predicted class
 * @param test accuracy of the final model on the test set; null without one
 * @param suggestions unlabelled images that are most worth labelling, the first one first
 * @param contradictions labelled images for which the model that was trained without them says
 *     another class, the most confident first
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Adaptation(
    @JsonProperty(required = true) String method,
    @JsonProperty(required = true) List<String> classes,
    @JsonProperty(required = true) List<Long> predicted,
    Test test,
    @JsonProperty(required = true) List<Picture> suggestions,
    @JsonProperty(required = true) List<Picture> contradictions)
    implements JsonRecord {
  /** The file's name in an experiment's directory. */
  public static final String FILE = "adaptation.json";

  public Adaptation {
    Checks.requireText("method", method);
    classes = Checks.requireNoNulls("classes", classes);
    predicted = Checks.requireNoNulls("predicted", predicted);
    suggestions = Checks.requireNoNulls("suggestions", suggestions);
    contradictions = Checks.requireNoNulls("contradictions", contradictions);
    Checks.require(predicted.size() == classes.size(), "one number of predictions per class");
  }

  /**
   * The accuracy on the test set.
   *
   * @param images number of test images
   * @param crossEntropy mean of −ln p(label), in nats
   * @param confusion counts; rows are true classes, columns predicted ones
   */
  public record Test(
      @JsonProperty(required = true) long images,
      @JsonProperty(required = true) Proportion accuracy,
      @JsonProperty(required = true) ClassBalance balance,
      @JsonProperty(required = true) double crossEntropy,
      @JsonProperty(required = true) List<List<Long>> confusion) {
    /** Returns the result of an evaluation of at least one image. */
    public static Test of(Evaluation evaluation) {
      return new Test(
          evaluation.examples(),
          evaluation.proportion(),
          ClassBalance.of(evaluation.confusion()),
          evaluation.crossEntropy(),
          evaluation.confusion());
    }
  }

  /**
   * An image with its classification.
   *
   * @param name path relative to its dataset
   * @param label index of its class; null for an unlabelled image
   * @param predicted most probable class
   * @param probability probability of the most probable class
   * @param png the image, at most 128 pixels on a side; empty for a vector
   * @param neighbours the nearest labelled examples, the nearest first; empty for an image
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Picture(
      @JsonProperty(required = true) String name,
      Integer label,
      @JsonProperty(required = true) int predicted,
      @JsonProperty(required = true) double probability,
      @JsonProperty(required = true) byte[] png,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Neighbour> neighbours)
      implements Serializable {
    public Picture {
      neighbours = neighbours == null ? List.of() : List.copyOf(neighbours);
    }
  }

  /**
   * A labelled example.
   *
   * @param name path relative to its dataset
   * @param label index of its class
   */
  public record Neighbour(
      @JsonProperty(required = true) String name, @JsonProperty(required = true) int label)
      implements Serializable {}

  /**
   * Reads the file; unknown fields are ignored.
   *
   * @throws io.lautum.DataException if it is not JSON of this form
   */
  public static Adaptation read(InputStream in, String name) {
    return Json.readResult(in, name, "the result of the command adapt", Adaptation.class);
  }
}
