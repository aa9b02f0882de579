package io.lautum.evaluation.unlabelled;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.DatasetSummary;
import io.lautum.data.shard.Manifest;
import io.lautum.data.shard.Shard;
import io.lautum.experiment.result.Adaptation.Picture;
import io.lautum.experiment.result.CrossValidation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContradictionsTest {
  @Test
  void confidentOtherAnswersAreListedMostConfidentFirst() {
    List<CrossValidation.Image> images =
        List.of(
            image("right", 0, 0.99f, 0.01f),
            image("doubted", 0, 0.15f, 0.85f),
            image("unsure", 1, 0.7f, 0.3f),
            image("wrong", 1, 0.95f, 0.05f));
    CrossValidation validation =
        CrossValidation.of("scratch", 2, 4, List.of("cat", "dog"), List.of(), images);
    Shard pool = new Shard(new long[4], new int[4], new byte[4][1], null, null);

    List<Picture> found =
        Contradictions.of(validation, pool, domain(), new NearestLabelled(pool, new float[0][]));

    assertThat(found).extracting(Picture::name).containsExactly("wrong", "doubted");
    assertThat(found.get(0).label()).isEqualTo(1);
    assertThat(found.get(0).predicted()).isZero();
    assertThat(found.get(0).png()).isNotEmpty();
    assertThat(
            Contradictions.of(
                validation.calibrated(), pool, domain(), new NearestLabelled(pool, new float[0][])))
        .as("half of the answers are wrong, so no calibrated one is confident")
        .isEmpty();
  }

  private static DatasetSummary domain() {
    Manifest.Counts counts = new Manifest.Counts(4, null);
    return new DatasetSummary(
        "pets",
        new ImageShape(1, 1, 1),
        List.of("cat", "dog"),
        new Normalization(new float[1], new float[] {1}),
        counts,
        null,
        null,
        counts);
  }

  private static CrossValidation.Image image(String name, int label, float... probabilities) {
    return new CrossValidation.Image(name, label, 0, 0, probabilities);
  }
}
