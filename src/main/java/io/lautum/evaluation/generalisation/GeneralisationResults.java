package io.lautum.evaluation.generalisation;

import io.lautum.experiment.storage.Checks;
import io.lautum.experiment.storage.Json;
import io.lautum.experiment.storage.JsonRecord;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/**
 * The results of the generalisation experiment, in the form of {@code generalisation.json}.
 * Accuracies are fractions of one.
 *
 * @param source name of the dataset
 * @param trainExamples number of images for the training accuracy
 * @param testExamples number of images for all other accuracies
 * @param rows one row per training
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
    Checks.requireText("experiment", experiment);
    Checks.requireText("source", source);
    Checks.requireText("architecture", architecture);
    rows = Checks.requireNoNulls("rows", rows);
  }

  /**
   * One training.
   *
   * @param train score on images that the network was trained on
   * @param test score on other images
   * @param gap training accuracy minus test accuracy
   * @param gaussian test accuracies under noise, by increasing standard deviation
   * @param fgsm test accuracies under attack, by increasing size
   * @param spectralNorms spectral norms by layer
   */
  public record Row(
      String regularizer,
      int batchSize,
      Score train,
      Score test,
      double gap,
      List<PerturbedAccuracy> gaussian,
      List<PerturbedAccuracy> fgsm,
      Map<String, Double> spectralNorms) {
    public Row {
      Checks.requireText("regularizer", regularizer);
      Checks.require(train != null && test != null, "the scores train and test");
      gaussian = Checks.requireNoNulls("gaussian", gaussian);
      fgsm = Checks.requireNoNulls("fgsm", fgsm);
      Checks.require(
          spectralNorms != null && !spectralNorms.containsValue(null),
          "non-null numbers for spectralNorms");
    }
  }

  /**
   * The quality of the classification of some images.
   *
   * @param crossEntropy mean cross-entropy in nats
   */
  public record Score(double accuracy, double crossEntropy) {}

  /**
   * The accuracy under a perturbation.
   *
   * @param size size of the perturbation, in units of the normalised image
   */
  public record PerturbedAccuracy(double size, double accuracy) {}

  /**
   * Reads {@code generalisation.json}.
   *
   * @param name name of the file, for messages
   * @throws io.lautum.DataException if it is not JSON of this form
   */
  public static GeneralisationResults read(InputStream in, String name) {
    return Json.read(in, name, "the results of generalisation", GeneralisationResults.class);
  }
}
