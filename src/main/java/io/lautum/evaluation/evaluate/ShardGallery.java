package io.lautum.evaluation.evaluate;

import io.lautum.data.image.PngImage;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Shard;
import io.lautum.experiment.result.Classification;
import io.lautum.experiment.result.Inspection.Classified;
import io.lautum.experiment.result.Inspection.Gallery;
import io.lautum.network.model.Predictor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Chooses the examples of a shard that a report shows: pictures of images, names of vectors. */
final class ShardGallery {
  private static final int GALLERY_IMAGES = 12;
  private static final Comparator<Classified> CONFIDENCE =
      Comparator.comparingDouble(Classified::confidence);
  static final Comparator<Classified> MOST_CONFIDENT =
      CONFIDENCE.reversed().thenComparingLong(Classified::id);
  static final Comparator<Classified> LEAST_CONFIDENT =
      CONFIDENCE.thenComparingLong(Classified::id);

  private ShardGallery() {}

  /** Returns the gallery of one shard. */
  static Gallery of(
      String method, int labels, Predictor predictor, Shard shard, DatasetSummary target) {
    List<Classified> images = classify(predictor, shard);
    Map<Long, Integer> positions = new HashMap<>();
    for (int i = 0; i < shard.size(); i++) {
      positions.put(shard.ids()[i], i);
    }
    UnaryOperator<Classified> encode =
        image -> {
          int position = positions.get(image.id());
          return target.normalization().ofVectors()
              ? image.with(shard.name(position))
              : image.with(PngImage.encode(shard.pixels()[position], target.shape()));
        };
    return new Gallery(
        method,
        labels,
        1,
        first(
                images.stream().filter(image -> image.label() != image.predicted()).toList(),
                MOST_CONFIDENT)
            .stream()
            .map(encode)
            .toList(),
        first(images, LEAST_CONFIDENT).stream().map(encode).toList());
  }

  /** Returns the first examples in an order. */
  static List<Classified> first(List<Classified> images, Comparator<Classified> order) {
    return images.stream().sorted(order).limit(GALLERY_IMAGES).toList();
  }

  /** Classifies all images of a shard; the results have no pixels. */
  private static List<Classified> classify(Predictor predictor, Shard shard) {
    List<Classified> images = new ArrayList<>();
    predictor.probabilities(
        shard.pixels(),
        (first, probabilities) -> {
          for (int i = 0; i < probabilities.length; i++) {
            Classification classification = Classification.of(probabilities[i]);
            int label = shard.labels()[first + i];
            images.add(
                new Classified(
                    shard.ids()[first + i],
                    new byte[0],
                    label,
                    classification.predicted(),
                    classification.confidence(),
                    probabilities[i][label]));
          }
        });
    return images;
  }
}
