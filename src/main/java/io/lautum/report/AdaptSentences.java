package io.lautum.report;

import io.lautum.Text;
import io.lautum.experiment.result.Adaptation;
import io.lautum.experiment.result.Choice;
import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.result.Proportion;
import io.lautum.report.chart.Decimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The accuracies of the command adapt as sentences.
 *
 * @param test result on the test set; null without one
 */
public record AdaptSentences(CrossValidation validation, Adaptation.Test test) {
  /**
   * Returns the lines for a terminal: the accuracy on the test set if there is one, the estimate.
   */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (test != null) {
      lines.add("test: " + onTest());
    }
    lines.add("estimate: " + estimate());
    return lines;
  }

  /** Returns the name of the method, and among how many it was chosen. */
  public static String method(CrossValidation validation, Optional<Choice> choice) {
    return validation.method()
        + choice
            .map(
                one ->
                    Text.format(
                        ", chosen among %d by cross-validation over the labelled images",
                        one.candidates().size()))
            .orElse("");
  }

  /** Returns the accuracy by cross-validation with its interval. */
  public String estimate() {
    return Text.format(
        "%s by %d-fold cross-validation over %d images",
        accuracy(validation.accuracy()), validation.folds(), validation.images().size());
  }

  /** Returns the accuracy on the test set with its interval. */
  public String onTest() {
    return Text.format(
        "%s on %d test image%s",
        accuracy(test.accuracy()), test.images(), test.images() == 1 ? "" : "s");
  }

  private static String accuracy(Proportion share) {
    return Text.format(
        "accuracy %s %% (95 %% interval %s to %s)",
        Decimal.percent(share.value()),
        Decimal.percent(share.low()),
        Decimal.percent(share.high()));
  }

  /** Returns what a reader of the estimate must know; may be empty. */
  public List<String> remarks() {
    List<String> remarks = new ArrayList<>(validation.remarks());
    double majority = validation.balance().majorityShare();
    if (validation.accuracy().low() <= majority) {
      remarks.add(
          Text.format(
              "the estimate is not clearly above %s %%, the accuracy of always answering the"
                  + " largest class",
              Decimal.percent(majority)));
    }
    AbsorbedClass.of(validation.confusion())
        .map(
            absorbed ->
                Text.format(
                    "%s %% of the held-out images of %s were taken for %s",
                    Decimal.percent(absorbed.share()),
                    validation.classes().get(absorbed.label()),
                    validation.classes().get(absorbed.taken())))
        .ifPresent(remarks::add);
    return remarks;
  }
}
