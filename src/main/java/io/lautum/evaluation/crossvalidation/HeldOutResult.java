package io.lautum.evaluation.crossvalidation;

import io.lautum.UserException;
import io.lautum.experiment.result.CrossValidation;
import java.util.List;

/**
 * The predictions of the models of all parts.
 *
 * @param validation held-out predictions; null if a training diverged
 * @param predicted number of scored images by predicted class, over all models; empty if no images
 *     were scored
 * @param failure what to tell people if a training diverged; otherwise empty
 */
public record HeldOutResult(CrossValidation validation, List<Long> predicted, String failure) {
  /**
   * Returns the held-out predictions.
   *
   * @throws UserException if a training diverged
   */
  public CrossValidation requireValidation() {
    if (validation == null) {
      throw new UserException(failure);
    }
    return validation;
  }
}
