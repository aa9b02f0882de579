package io.lautum.evaluation.choice;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.lautum.experiment.result.CrossValidation;
import io.lautum.experiment.storage.JsonRecord;
import java.util.List;

/**
 * One candidate's cross-validation with one number of steps.
 *
 * @param steps number of fine-tuning steps
 * @param validation held-out predictions; null if there are none
 * @param failure why there are none; empty otherwise
 * @param predicted numbers of unlabelled images by predicted class, over the models of all parts;
 *     empty without unlabelled images
 * @param seconds duration
 */
record Heat(
    @JsonProperty(required = true) int steps,
    CrossValidation validation,
    String failure,
    List<Long> predicted,
    @JsonProperty(required = true) double seconds)
    implements JsonRecord {
  Heat {
    failure = failure == null ? "" : failure;
    predicted = predicted == null ? List.of() : List.copyOf(predicted);
  }

  boolean failed() {
    return validation == null;
  }

  /**
   * Returns whether the models have lost a class: one with labelled images that is the most
   * probable one of no unlabelled image.
   */
  boolean collapsed() {
    return !failed()
        && !predicted.isEmpty()
        && validation.images().stream().anyMatch(image -> predicted.get(image.label()) == 0);
  }
}
