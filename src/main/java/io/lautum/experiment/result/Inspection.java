package io.lautum.experiment.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.Text;
import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonRecord;
import java.io.InputStream;
import java.io.Serializable;
import java.util.List;

/**
 * Single images of an experiment and its models' outputs for them, for visual inspection: {@code
 * evaluate/inspection.json}.
 *
 * @param features projections of target test images, one per method
 * @param gallery images that a model classifies wrongly or with low confidence, or null
 * @param source images of the source's training set, one entry per class
 * @param target images of the target's labelled pool, one entry per class
 */
public record Inspection(
    List<FeatureProjection> features,
    Gallery gallery,
    List<ClassSamples> source,
    List<ClassSamples> target)
    implements JsonRecord {
  /** The file's name in the folder of the evaluation. */
  public static final String FILE = "inspection.json";

  public Inspection {
    features = Checks.optionalList("features", features);
    source = Checks.optionalList("source", source);
    target = Checks.optionalList("target", target);
  }

  /**
   * The last hidden layer's outputs for target test images, before and after fine-tuning.
   *
   * @param labels number of labels of the fine-tuning; its first draw is shown
   * @param before null if the method has no model before fine-tuning
   */
  public record FeatureProjection(
      @JsonProperty(required = true) String method,
      @JsonProperty(required = true) int labels,
      Projection before,
      @JsonProperty(required = true) Projection after) {}

  /**
   * Points in the plane of the first two principal components, scaled so that the largest
   * coordinate is 1.
   *
   * @param classes true class of each point
   * @param x coordinates along the first component
   * @param y coordinates along the second component
   * @param xShare share of the features' variance along the first component
   * @param yShare share of the features' variance along the second component
   * @param betweenClasses share of the total variance that lies between the means of the classes
   */
  public record Projection(
      @JsonProperty(required = true) List<Integer> classes,
      @JsonProperty(required = true) List<Double> x,
      @JsonProperty(required = true) List<Double> y,
      @JsonProperty(required = true) double xShare,
      @JsonProperty(required = true) double yShare,
      @JsonProperty(required = true) double betweenClasses) {
    public Projection {
      classes = Checks.requireNoNulls("classes", classes);
      x = Checks.requireNoNulls("x", x);
      y = Checks.requireNoNulls("y", y);
      Checks.require(
          classes.size() == x.size() && x.size() == y.size(),
          Text.format(
              "the same number of classes and coordinates, found %d, %d and %d",
              classes.size(), x.size(), y.size()));
      Checks.require(
          Double.isFinite(xShare) && Double.isFinite(yShare) && Double.isFinite(betweenClasses),
          "finite numbers for xShare, yShare and betweenClasses");
    }
  }

  /**
   * Target test images classified by one model.
   *
   * @param mistakes wrongly classified images, the most confident first
   * @param uncertain the least confidently classified images, the least confident first
   */
  public record Gallery(
      @JsonProperty(required = true) String method,
      @JsonProperty(required = true) int labels,
      @JsonProperty(required = true) int draw,
      @JsonProperty(required = true) List<Classified> mistakes,
      @JsonProperty(required = true) List<Classified> uncertain)
      implements Serializable {
    public Gallery {
      mistakes = Checks.requireNoNulls("mistakes", mistakes);
      uncertain = Checks.requireNoNulls("uncertain", uncertain);
    }
  }

  /**
   * An image and its classification.
   *
   * @param id identifier in its set
   * @param png the image; empty for a vector
   * @param label the true class
   * @param predicted the most probable class
   * @param confidence probability of the predicted class
   * @param ofLabel probability of the true class
   * @param name name of a vector, which has no picture; null for an image
   */
  public record Classified(
      @JsonProperty(required = true) long id,
      @JsonProperty(required = true) byte[] png,
      @JsonProperty(required = true) int label,
      @JsonProperty(required = true) int predicted,
      @JsonProperty(required = true) double confidence,
      @JsonProperty(required = true) double ofLabel,
      @JsonInclude(JsonInclude.Include.NON_NULL) String name)
      implements Serializable {
    /** Creates the classification of an image. */
    public Classified(
        long id, byte[] png, int label, int predicted, double confidence, double ofLabel) {
      this(id, png, label, predicted, confidence, ofLabel, null);
    }

    /** Returns the same classification with another picture. */
    public Classified with(byte[] newPng) {
      return new Classified(id, newPng, label, predicted, confidence, ofLabel, name);
    }

    /** Returns the same classification with a name. */
    public Classified with(String newName) {
      return new Classified(id, png, label, predicted, confidence, ofLabel, newName);
    }
  }

  /** Some images of one class, as PNG. */
  public record ClassSamples(
      @JsonProperty(required = true) int label, @JsonProperty(required = true) List<byte[]> pngs)
      implements Serializable {
    public ClassSamples {
      pngs = Checks.requireNoNulls("pngs", pngs);
    }
  }

  /**
   * Reads {@code inspection.json}; unknown fields are ignored.
   *
   * @throws io.lautum.DataException if it is not JSON of this form; the message has line and column
   */
  public static Inspection read(InputStream in, String name) {
    return Json.readResult(
        in, name, "an object with features, gallery, source, target", Inspection.class);
  }
}
