package io.lautum.experiment.result;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.Text;
import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonRecord;
import java.io.InputStream;
import java.util.List;

/**
 * The accuracy by cross-validation over the labelled images, {@code crossvalidation.json}: each
 * image is classified by a model that was trained without it.
 *
 * @param method name of the method
 * @param folds number of parts that were held out in turn
 * @param groups number of groups of images that stay in one part; images alone count as groups
 * @param classes class names, by label
 * @param accuracy share of images whose most probable class is their label
 * @param balance measures for classes of different size
 * @param crossEntropy mean of −ln p(label), in nats
 * @param confusion counts; rows are true classes, columns predicted ones
 * @param remarks sentences about what the estimate misses; may be empty
 * @param images every labelled image
 * @param inverseTemperature β with which the final model's probabilities are scaled; null if they
 *     are not
 */
public record CrossValidation(
    @JsonProperty(required = true) String method,
    @JsonProperty(required = true) int folds,
    @JsonProperty(required = true) int groups,
    @JsonProperty(required = true) List<String> classes,
    @JsonProperty(required = true) Proportion accuracy,
    @JsonProperty(required = true) ClassBalance balance,
    @JsonProperty(required = true) double crossEntropy,
    @JsonProperty(required = true) List<List<Long>> confusion,
    List<String> remarks,
    @JsonProperty(required = true) List<Image> images,
    Double inverseTemperature)
    implements JsonRecord {
  /** The file's name in an experiment's directory. */
  public static final String FILE = "crossvalidation.json";

  public CrossValidation {
    Checks.requireText("method", method);
    classes = Checks.requireNoNulls("classes", classes);
    confusion = Checks.requireNoNulls("confusion", confusion);
    remarks = Checks.optionalList("remarks", remarks);
    images = Checks.requireNoNulls("images", images);
    Checks.require(accuracy != null && balance != null, "accuracy and balance");
    Checks.require(
        inverseTemperature == null || inverseTemperature > 0 && inverseTemperature < 1e6,
        "an inverse temperature above 0");
    for (Image image : images) {
      Checks.require(
          image.label >= 0
              && image.label < classes.size()
              && image.probabilities.length == classes.size(),
          Text.format(
              "a label and probabilities of the %d classes for %s", classes.size(), image.name));
    }
  }

  /**
   * A labelled image.
   *
   * @param name path relative to its dataset
   * @param label index of its class
   * @param fold part in which it was held out, from 0
   * @param group number of its group, which is in one part; images alone have a number too
   * @param probabilities class probabilities of the model that was trained without it
   */
  public record Image(
      @JsonProperty(required = true) String name,
      @JsonProperty(required = true) int label,
      @JsonProperty(required = true) int fold,
      int group,
      @JsonProperty(required = true) float[] probabilities) {}

  /** Computes the measures from the images, of which there must be at least one. */
  public static CrossValidation of(
      String method,
      int folds,
      int groups,
      List<String> classes,
      List<String> remarks,
      List<Image> images) {
    Evaluation evaluation = new Evaluation(classes.size());
    images.forEach(image -> evaluation.add(image.label, image.probabilities));
    return new CrossValidation(
        method,
        folds,
        groups,
        classes,
        shareOfRight(images, folds),
        ClassBalance.of(evaluation.confusion()),
        evaluation.crossEntropy(),
        evaluation.confusion(),
        remarks,
        images,
        null);
  }

  /**
   * Returns the share of images whose most probable class is their label, with its interval.
   *
   * @param images one or more held-out images
   * @param folds number of parts that were held out in turn
   */
  public static Proportion shareOfRight(List<Image> images, int folds) {
    boolean[] right = new boolean[images.size()];
    int[] groups = new int[right.length];
    for (int i = 0; i < right.length; i++) {
      Image image = images.get(i);
      right[i] = Classification.of(image.probabilities).predicted() == image.label;
      groups[i] = image.group;
    }
    return Proportion.ofHeldOut(right, groups, folds);
  }

  /**
   * Returns the same result with the temperature that makes the probabilities of the held-out
   * images most credible: {@link TemperatureScaling#mostProbable}.
   */
  public CrossValidation calibrated() {
    return new CrossValidation(
        method,
        folds,
        groups,
        classes,
        accuracy,
        balance,
        crossEntropy,
        confusion,
        remarks,
        images,
        TemperatureScaling.mostProbable(heldOutProbabilities(), labels()).inverse());
  }

  /** Returns the probabilities of each image. */
  public float[][] heldOutProbabilities() {
    return images.stream().map(Image::probabilities).toArray(float[][]::new);
  }

  /** Returns the label of each image. */
  public int[] labels() {
    return images.stream().mapToInt(Image::label).toArray();
  }

  /** Returns the scaling of the final model's probabilities. */
  public TemperatureScaling scaling() {
    return inverseTemperature == null
        ? TemperatureScaling.NONE
        : new TemperatureScaling(inverseTemperature);
  }

  /** Returns the images with scaled probabilities, as the final model states them. */
  public List<Image> scaledImages() {
    if (inverseTemperature == null) {
      return images;
    }
    TemperatureScaling scaling = scaling();
    return images.stream()
        .map(
            image ->
                new Image(
                    image.name,
                    image.label,
                    image.fold,
                    image.group,
                    floats(scaling.of(image.probabilities))))
        .toList();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /**
   * Reads the file; unknown fields are ignored.
   *
   * @throws io.lautum.DataException if it is not JSON of this form
   */
  public static CrossValidation read(InputStream in, String name) {
    return Json.readResult(in, name, "the result of a cross-validation", CrossValidation.class);
  }
}
