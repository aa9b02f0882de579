package io.lautum.evaluation.choice;

import io.lautum.experiment.result.CrossValidation;
import java.util.ArrayList;
import java.util.List;

/** Heats of forty images in two classes and two parts, with given shares of right answers. */
final class Heated {
  static final int IMAGES = 40;

  private Heated() {}

  /**
   * Returns a heat.
   *
   * @param right number of images that are classified correctly, spread over the parts
   * @param confidence probability of the predicted class
   */
  static Heat of(int steps, int right, float confidence, double seconds) {
    return of(steps, right, confidence, seconds, false);
  }

  /** Returns a heat whose errors are at the beginning instead of the end. */
  static Heat reversed(int steps, int right, float confidence, double seconds) {
    return of(steps, right, confidence, seconds, true);
  }

  private static Heat of(int steps, int right, float confidence, double seconds, boolean reversed) {
    List<CrossValidation.Image> images = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      int label = i / 2 % 2;
      int place = reversed ? IMAGES - 1 - i : i;
      int predicted = place < right ? label : 1 - label;
      float[] probabilities = new float[2];
      probabilities[predicted] = confidence;
      probabilities[1 - predicted] = 1 - confidence;
      images.add(new CrossValidation.Image("image-" + i, label, i % 2, i, probabilities));
    }
    CrossValidation validation =
        CrossValidation.of("any", 2, IMAGES, List.of("a", "b"), List.of(), images);
    return new Heat(steps, validation, "", List.of(5L, 5L), seconds);
  }

  static Heat diverged() {
    return new Heat(1, null, "training diverged", List.of(), 1);
  }

  /** Returns the same heat of models that never predict the second class. */
  static Heat collapsed(Heat heat) {
    return new Heat(heat.steps(), heat.validation(), "", List.of(10L, 0L), heat.seconds());
  }
}
