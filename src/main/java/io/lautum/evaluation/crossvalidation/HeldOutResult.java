package io.lautum.evaluation.crossvalidation;

import io.lautum.UserException;
import io.lautum.evaluation.crossvalidation.HeldOutTask.Predictions;
import io.lautum.experiment.result.CrossValidation;
import java.util.Arrays;
import java.util.List;

/**
 * The predictions of the models of all parts.
 *
 * @param validation held-out predictions; null if a training diverged
 * @param predicted number of scored images by predicted class, over all models; empty if no images
 *     were scored
 * @param failure message for the user if a training diverged; otherwise empty
 */
public record HeldOutResult(CrossValidation validation, List<Long> predicted, String failure) {
  /**
   * Combines the predictions of the models of all parts, none of which diverged.
   *
   * @param method name of the method
   * @param classes names of the classes
   * @param remarks sentences about what the estimate misses
   * @param scores whether images were scored
   */
  static HeldOutResult of(
      String method,
      HeldOutImages images,
      List<String> classes,
      List<String> remarks,
      List<Predictions> parts,
      boolean scores) {
    LabelledGroups grouping = images.grouping();
    CrossValidation validation =
        CrossValidation.of(
            method,
            images.folds().count(),
            grouping.count(),
            classes,
            remarks,
            heldOut(images, parts));
    long[] sums = new long[scores ? classes.size() : 0];
    for (Predictions part : parts) {
      Arrays.setAll(sums, label -> sums[label] + part.predicted()[label]);
    }
    return new HeldOutResult(validation, Arrays.stream(sums).boxed().toList(), "");
  }

  private static List<CrossValidation.Image> heldOut(
      HeldOutImages images, List<Predictions> parts) {
    LabelledGroups grouping = images.grouping();
    CrossValidation.Image[] heldOut = new CrossValidation.Image[images.images().size()];
    for (Predictions part : parts) {
      int[] positions = images.folds().heldOut(part.fold());
      for (int i = 0; i < positions.length; i++) {
        int at = positions[i];
        heldOut[at] =
            new CrossValidation.Image(
                grouping.names()[at],
                grouping.labels()[at],
                part.fold(),
                grouping.groups()[at],
                part.probabilities()[i]);
      }
    }
    return Arrays.asList(heldOut);
  }

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
