package io.lautum.evaluation.unlabelled;

import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Shard;
import io.lautum.experiment.result.Adaptation.Picture;
import io.lautum.experiment.result.Classification;
import io.lautum.experiment.result.CrossValidation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Labelled images whose labels are probably wrong. */
final class Contradictions {
  /** Probability of another class from which a label is doubtful. */
  private static final double CONFIDENT = 0.8;

  private static final int MOST = 24;

  private Contradictions() {}

  /**
   * Returns the images to which the model that was trained without them gives another class with a
   * probability of at least {@value #CONFIDENT}, the most confident first and at most {@value
   * #MOST}.
   *
   * @param validation cross-validation over the pool, in the pool's order
   * @param nearest nearest neighbours in the pool
   */
  static List<Picture> of(
      CrossValidation validation, Shard pool, DatasetSummary target, NearestLabelled nearest) {
    record Doubt(int position, int label, String name, Classification classification) {}
    List<Doubt> doubts = new ArrayList<>();
    List<CrossValidation.Image> images = validation.scaledImages();
    for (int i = 0; i < images.size(); i++) {
      CrossValidation.Image image = images.get(i);
      Classification classification = Classification.of(image.probabilities());
      if (classification.predicted() != image.label() && classification.confidence() >= CONFIDENT) {
        doubts.add(new Doubt(i, image.label(), image.name(), classification));
      }
    }
    return doubts.stream()
        .sorted(
            Comparator.comparingDouble((Doubt doubt) -> doubt.classification.confidence())
                .reversed()
                .thenComparingInt(Doubt::position))
        .limit(MOST)
        .map(
            doubt ->
                new Picture(
                    doubt.name,
                    doubt.label,
                    doubt.classification.predicted(),
                    doubt.classification.confidence(),
                    Thumbnail.of(pool.pixels()[doubt.position], target),
                    nearest.toLabelled(doubt.position)))
        .toList();
  }
}
