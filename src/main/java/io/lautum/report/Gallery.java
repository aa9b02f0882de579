package io.lautum.report;

import io.lautum.experiment.result.Inspection;
import io.lautum.experiment.result.Inspection.Classified;
import io.lautum.report.chart.Decimal;
import java.util.List;
import java.util.Objects;

/**
 * Test images that a model classifies wrongly or with little confidence.
 *
 * @param mistakes wrongly classified images, the most confident first
 * @param uncertain images with low confidence, the least confident first
 */
public record Gallery(
    String method, int labels, int draw, List<Picture> mistakes, List<Picture> uncertain) {

  /**
   * An image as a data URI, with its classes by name and probabilities in percent.
   *
   * @param image empty for a vector
   * @param name name of a vector; empty for an image
   * @param confidence probability of the predicted class
   * @param ofTrue probability of the true class
   */
  public record Picture(
      String image,
      String name,
      String trueClass,
      String predicted,
      String confidence,
      String ofTrue) {
    public boolean isRight() {
      return trueClass.equals(predicted);
    }
  }

  static Gallery of(Inspection.Gallery gallery, List<String> classes) {
    return new Gallery(
        gallery.method(),
        gallery.labels(),
        gallery.draw(),
        gallery.mistakes().stream().map(image -> picture(image, classes)).toList(),
        gallery.uncertain().stream().map(image -> picture(image, classes)).toList());
  }

  private static Picture picture(Classified image, List<String> classes) {
    return new Picture(
        DataCard.dataUri(image.png()),
        Objects.requireNonNullElse(image.name(), ""),
        name(image.label(), classes),
        name(image.predicted(), classes),
        Decimal.percent(image.confidence()),
        Decimal.percent(image.ofLabel()));
  }

  private static String name(int label, List<String> classes) {
    return label >= 0 && label < classes.size() ? classes.get(label) : "class " + label;
  }
}
