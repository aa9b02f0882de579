package io.lautum.experiment.config;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * The command adapt: one model from all labelled images, an estimate of its accuracy, and
 * predictions.
 *
 * @param method name of the method
 * @param folds number of parts of the labelled images, each of which is held out once
 * @param groupPattern pattern whose first group is the group of the image with that name
 * @param suggestions number of images that are suggested for labelling
 * @param calibrates whether the temperature of the model's probabilities is fitted
 */
public record AdaptConfig(
    String method, int folds, Optional<Pattern> groupPattern, int suggestions, boolean calibrates) {
  private static final Set<ArtefactKind> ARTEFACTS = Set.of(ArtefactKind.ADAPTATION);

  private static final Key<String> METHOD =
      Key.of("method", KeyType.required(), "auto")
          .doc(
              "Method of the final model, one of those that methods allows; auto chooses among"
                  + " finetune.auto.candidates by cross-validation over the labelled images.");
  private static final Key<Integer> FOLDS =
      Key.of("folds", KeyType.atLeast(2), 5)
          .doc(
              "Number of parts into which the labelled images are divided for the estimate of the"
                  + " accuracy; each part is held out once.");
  private static final Key<String> GROUP_PATTERN =
      Key.of("group-pattern", KeyType.text(), "")
          .doc(
              "Regular expression whose first group, found in the path of a labelled image, names"
                  + " the image's group, such as patient-(\\d+); images of one group are never"
                  + " divided between training and held-out part, also in finetune.early-stopping."
                  + " Empty means that only nearly equal images are grouped.");
  private static final Key<Integer> SUGGESTIONS =
      Key.of("suggestions", KeyType.atLeast(0), 40)
          .doc("Number of unlabelled images that are suggested for labelling.")
          .unit("images");

  private static final Key<Boolean> CALIBRATE =
      Key.of("calibrate", KeyType.flag(), true)
          .doc(
              "Whether the model's probabilities are scaled by the temperature that fits the"
                  + " labelled images, each held out once. The most probable class stays the same.")
          .introducedWith(false);

  static final KeyGroup KEYS =
      KeyGroup.of(
          "adapt",
          "The command adapt: a model from all labelled images, and an estimate of its accuracy by"
              + " cross-validation over them.",
          ARTEFACTS,
          METHOD,
          FOLDS,
          GROUP_PATTERN,
          SUGGESTIONS,
          CALIBRATE);

  static AdaptConfig read(Section section) {
    return new AdaptConfig(
        section.get(METHOD),
        section.get(FOLDS),
        pattern(section),
        section.get(SUGGESTIONS),
        section.get(CALIBRATE));
  }

  private static Optional<Pattern> pattern(Section section) {
    String text = section.get(GROUP_PATTERN);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      Pattern pattern = Pattern.compile(text);
      if (pattern.matcher("").groupCount() >= 1) {
        return Optional.of(pattern);
      }
    } catch (PatternSyntaxException e) {
      throw section.invalid(GROUP_PATTERN, "a regular expression: " + e.getDescription());
    }
    throw section.invalid(
        GROUP_PATTERN, "a regular expression with a group in parentheses, such as ^([^/]+)/");
  }
}
