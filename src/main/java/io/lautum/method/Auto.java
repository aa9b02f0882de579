package io.lautum.method;

import io.lautum.Text;
import io.lautum.experiment.config.FineTuneConfig;
import io.lautum.experiment.config.Key;
import io.lautum.experiment.config.KeyGroup;
import io.lautum.experiment.config.KeyType;
import io.lautum.experiment.config.Section;
import java.util.List;

/**
 * The choice of one of several methods, for each labelled draw, by cross-validation over its
 * images. Its model is that of the chosen method; it trains nothing itself.
 */
public final class Auto implements PreTransfer {
  static final String NAME = "auto";
  private static final int MOST_CANDIDATES = 6;

  private static final Key<List<String>> CANDIDATES =
      Key.of(
              "candidates",
              KeyType.names(),
              List.of(
                  "scratch",
                  "standard",
                  "contrastive-mutual",
                  "scratch+freematch",
                  "standard+freematch",
                  "contrastive-mutual+freematch"))
          .doc(
              "Methods to choose from, at most 6, the simplest first: an earlier one is chosen"
                  + " unless a later one is clearly better. Without a source, those that need one"
                  + " are left out.");
  private static final Key<Integer> FOLDS =
      Key.of("folds", KeyType.atLeast(2), 5)
          .doc(
              "Number of parts of a labelled draw, each of which is held out once; the command"
                  + " adapt uses adapt.folds.");
  private static final Key<Double> MINUTES =
      Key.of("minutes", KeyType.positive(), 60.0)
          .doc(
              "Time for the comparison of the candidates for one draw; candidates that it does not"
                  + " suffice for are left out, the last ones first.")
          .unit("minutes");

  private static final KeyGroup KEYS =
      KeyGroup.of(
              "finetune." + NAME,
              "The method auto: for each labelled draw, all candidates are fine-tuned in a quarter"
                  + " of the steps and the best two in all steps (or half of them if the time does"
                  + " not suffice), with each part of the labelled images held out once.",
              FineTuneConfig.ARTEFACTS,
              CANDIDATES,
              FOLDS,
              MINUTES)
          .forSingleMethods()
          .newerThanArtefacts();

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean usesSource() {
    return false;
  }

  @Override
  public List<KeyGroup> configurationKeys() {
    return List.of(KEYS);
  }

  @Override
  public List<String> candidates(FineTuneConfig config) {
    Section keys = config.section().at(NAME);
    List<String> names = keys.get(CANDIDATES);
    if (names.isEmpty() || names.size() > MOST_CANDIDATES || names.contains(NAME)) {
      throw keys.invalid(
          CANDIDATES,
          Text.format("a list [a, b, …] of 1 to %d methods other than %s", MOST_CANDIDATES, NAME));
    }
    return names;
  }

  /** Returns the number of parts of a draw. */
  public static int folds(FineTuneConfig config) {
    return config.section().at(NAME).get(FOLDS);
  }

  /** Returns the time for the comparison, in seconds. */
  public static double seconds(FineTuneConfig config) {
    return 60 * config.section().at(NAME).get(MINUTES);
  }
}
