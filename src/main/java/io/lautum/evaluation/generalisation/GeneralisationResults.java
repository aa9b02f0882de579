package io.lautum.evaluation.generalisation;

import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonRecord;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * What the experiment on generalisation measured, as {@code generalisation.json} holds it.
 * Accuracies are fractions of one.
 *
 * @param source name of the dataset
 * @param trainExamples images that the training accuracy is of
 * @param testExamples images that all other accuracies are of
 * @param rows one a training
 */
public record GeneralisationResults(
    String experiment,
    String source,
    String architecture,
    long seed,
    int epochs,
    long trainExamples,
    long testExamples,
    List<Row> rows)
    implements JsonRecord {
  /** The file's name. */
  public static final String FILE = "generalisation.json";

  public GeneralisationResults {
    Checks.named("experiment", experiment);
    Checks.named("source", source);
    Checks.named("architecture", architecture);
    rows = Checks.list("rows", rows);
  }

  /**
   * One training.
   *
   * @param train how it classifies images that it was trained on
   * @param test how it classifies others
   * @param gap training accuracy minus test accuracy
   * @param gaussian test accuracy under noise, by growing standard deviation
   * @param fgsm test accuracy under attack, by growing size
   * @param spectralNorms by layer
   */
  public record Row(
      String regularizer,
      int batchSize,
      Score train,
      Score test,
      double gap,
      List<Point> gaussian,
      List<Point> fgsm,
      Map<String, Double> spectralNorms) {
    public Row {
      Checks.named("regularizer", regularizer);
      Checks.that(train != null && test != null, "the scores train and test");
      gaussian = Checks.list("gaussian", gaussian);
      fgsm = Checks.list("fgsm", fgsm);
      Checks.that(
          spectralNorms != null && !spectralNorms.containsValue(null),
          "numbers without null for spectralNorms");
    }
  }

  /**
   * A classification of some images.
   *
   * @param crossEntropy mean, in nats
   */
  public record Score(double accuracy, double crossEntropy) {}

  /**
   * The accuracy under a perturbation.
   *
   * @param size in units of the normalised image
   */
  public record Point(double size, double accuracy) {}

  /**
   * Reads {@code generalisation.json}.
   *
   * @param name the file's, for messages
   * @throws io.lautum.DataException if it is not JSON of this form
   */
  public static GeneralisationResults read(InputStream in, String name) {
    return Json.read(in, name, "the results of generalisation", GeneralisationResults.class);
  }
}
