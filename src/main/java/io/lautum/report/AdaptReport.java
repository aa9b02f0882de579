package io.lautum.report;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.shard.Manifest;
import io.lautum.experiment.result.Adaptation;
import io.lautum.experiment.result.ClassBalance;
import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.result.Evaluation;
import io.lautum.experiment.storage.AtomicFile;
import io.lautum.experiment.storage.Json;
import io.lautum.report.chart.Decimal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The report of the command adapt, one HTML file that needs no other.
 *
 * @param name name of the output folder
 * @param method name of the method
 * @param choice how the method was chosen; null if it was configured
 * @param sentences accuracies with their intervals
 * @param classes one row per class
 * @param confusion held-out predictions
 * @param testConfusion predictions on the test set; null without one
 * @param contradictions labels that are probably wrong
 * @param suggestions images that are most worth labelling
 * @param manifest counts and checksums of the images
 * @param provenance software and hardware of the run; null if unknown
 * @param configuration all values; null if unknown
 */
public record AdaptReport(
    FileSystem files,
    Path directory,
    String name,
    String method,
    ChoiceTable choice,
    AdaptSentences sentences,
    List<ClassRow> classes,
    ConfusionMatrix confusion,
    ConfusionMatrix testConfusion,
    List<Picture> contradictions,
    List<Picture> suggestions,
    Manifest manifest,
    Provenance provenance,
    String configuration) {
  private static final String TEMPLATE = "adapt.ftlh";

  /**
   * A class.
   *
   * @param labelled number of labelled images
   * @param accuracy share of them that was recognised when held out, in percent with its 95%
   *     interval; a dash without any
   * @param predicted number of unlabelled images that the final model assigns to it
   * @param share share of the unlabelled images in percent
   */
  public record ClassRow(
      String name, long labelled, String accuracy, long predicted, String share) {}

  /**
   * An image as a data URI, or a vector with labelled ones that are near to it.
   *
   * @param image empty for a vector
   * @param label name of its class; empty for an unlabelled image
   * @param probability probability of the predicted class in percent
   * @param neighbours "name (class)" of the nearest labelled examples; empty for an image
   */
  public record Picture(
      String image,
      String name,
      String label,
      String predicted,
      String probability,
      List<String> neighbours) {}

  /**
   * Assembles the report from the files of an output folder.
   *
   * @throws DataException if a file is malformed
   * @throws java.io.FileNotFoundException if the command has not finished
   */
  public static AdaptReport of(FileSystem fileSystem, Path directory) throws IOException {
    CrossValidation validation =
        Json.readFile(fileSystem, new Path(directory, CrossValidation.FILE), CrossValidation::read);
    Adaptation adaptation =
        Json.readFile(fileSystem, new Path(directory, Adaptation.FILE), Adaptation::read);
    ExperimentFiles files = new ExperimentFiles(fileSystem, directory);
    Manifest manifest =
        files
            .manifest()
            .orElseThrow(() -> new DataException(directory + ": no shards; run adapt again"));
    List<String> names = validation.classes();
    int images = validation.images().size();
    return new AdaptReport(
        fileSystem,
        directory,
        new Path(directory.toString()).getName(),
        validation.method(),
        files
            .choice()
            .filter(choice -> choice.method().equals(validation.method()))
            .map(choice -> ChoiceTable.of(choice, images + " labelled images"))
            .orElse(null),
        new AdaptSentences(validation, adaptation.test()),
        rows(validation, adaptation),
        ConfusionMatrix.of(validation.method(), images, 1, names, validation.confusion()),
        adaptation.test() == null
            ? null
            : ConfusionMatrix.of(
                validation.method(), images, 1, names, adaptation.test().confusion()),
        pictures(adaptation.contradictions(), names),
        pictures(adaptation.suggestions(), names),
        manifest,
        files.provenance().orElse(null),
        files.configuration().orElse(null));
  }

  private static List<ClassRow> rows(CrossValidation validation, Adaptation adaptation) {
    long unlabelled = adaptation.predicted().stream().mapToLong(Long::longValue).sum();
    List<ClassRow> rows = new ArrayList<>();
    for (int k = 0; k < validation.classes().size(); k++) {
      int label = k;
      List<CrossValidation.Image> labelled =
          validation.images().stream().filter(image -> image.label() == label).toList();
      long predicted = adaptation.predicted().get(k);
      rows.add(
          new ClassRow(
              validation.classes().get(k),
              labelled.size(),
              labelled.isEmpty()
                  ? Decimal.NONE
                  : Decimal.interval(CrossValidation.shareOfRight(labelled, validation.folds())),
              predicted,
              unlabelled == 0 ? Decimal.NONE : Decimal.percent((double) predicted / unlabelled)));
    }
    return rows;
  }

  private static List<Picture> pictures(List<Adaptation.Picture> pictures, List<String> classes) {
    return pictures.stream()
        .map(
            picture ->
                new Picture(
                    DataCard.dataUri(picture.png()),
                    picture.name(),
                    picture.label() == null ? "" : classes.get(picture.label()),
                    classes.get(picture.predicted()),
                    Decimal.percent(picture.probability()),
                    picture.neighbours().stream()
                        .map(one -> Text.format("%s (%s)", one.name(), classes.get(one.label())))
                        .toList()))
        .toList();
  }

  /** Returns what the page calls the examples. */
  public String examples() {
    boolean rows = manifest.target().normalization().ofVectors() && manifest.encoder() == null;
    return rows ? "rows" : "images";
  }

  /** Returns the probable mistakes in the images. */
  public List<String> doubts() {
    return DataCard.doubts(manifest);
  }

  /** Returns what else the preparation found out about the images. */
  public List<String> findings() {
    return DataCard.findings(manifest);
  }

  /** Returns the measures that the page lists next to the accuracy, by name. */
  public Map<String, String> measures() {
    ClassBalance balance = sentences.validation().balance();
    Map<String, String> measures = new LinkedHashMap<>();
    measures.put("balanced accuracy, %", Decimal.percent(balance.balancedAccuracy()));
    measures.put("macro-F1, %", Decimal.percent(balance.macroF1()));
    measures.put("share of the largest class, %", Decimal.percent(balance.majorityShare()));
    Evaluation evaluation = new Evaluation(sentences.validation().classes().size());
    sentences
        .validation()
        .images()
        .forEach(image -> evaluation.add(image.label(), image.probabilities()));
    measures.put("calibration error, %", Decimal.percent(evaluation.calibrationError()));
    measures.put(
        "calibration error after temperature scaling, %",
        Decimal.percent(evaluation.scaledCalibrationError()));
    Double inverse = sentences.validation().inverseTemperature();
    if (inverse != null) {
      measures.put("temperature of the model's probabilities", Decimal.fixed(1 / inverse, 2));
    }
    measures.put("cross-entropy, nats", Decimal.fixed(sentences.validation().crossEntropy(), 3));
    measures.put("groups of images", String.valueOf(sentences.validation().groups()));
    return measures;
  }

  /** Returns how often answers are right if only the more probable ones are given. */
  public CoverageTable coverage() {
    return CoverageTable.of(sentences.validation());
  }

  /** Returns the HTML, to be written as UTF-8. */
  String html() {
    return Page.render(TEMPLATE, Map.of("report", this));
  }

  /**
   * Writes {@code report.html} into the output folder.
   *
   * @return the file
   */
  public Path write() throws IOException {
    Path file = new Path(directory, ReportWriter.FILE);
    AtomicFile.write(files, file, html());
    return file;
  }
}
