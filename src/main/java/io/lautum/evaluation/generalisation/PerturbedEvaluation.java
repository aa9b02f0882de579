package io.lautum.evaluation.generalisation;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.Shard;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import java.util.Arrays;
import java.util.List;

/**
 * Classifies unchanged and perturbed images in batches.
 *
 * @param normalization normalisation of the images
 * @param batchSize images per forward pass
 * @param engine value of {@code network.engine}
 * @param seed seed of the noise
 */
record PerturbedEvaluation(
    TrainedModel model, Normalization normalization, int batchSize, String engine, long seed) {
  /**
   * Evaluates how the model classifies some images of a shard under each perturbation.
   *
   * @param positions positions of the images
   * @return one element per perturbation
   */
  ScoreSums[] of(Shard shard, int[] positions, List<Perturbation> perturbations) {
    ScoreSums[] scores = new ScoreSums[perturbations.size()];
    Arrays.setAll(scores, i -> new ScoreSums());
    boolean attacks = perturbations.stream().anyMatch(p -> p.kind() == Perturbation.Kind.FGSM);
    try (Predictor predictor = new Predictor(model, normalization, batchSize, engine);
        Attack attack = attacks ? new Attack(model, batchSize) : null) {
      for (int first = 0; first < positions.length; first += batchSize) {
        Batch batch =
            batch(
                shard,
                Arrays.copyOfRange(positions, first, Math.min(first + batchSize, positions.length)),
                attack);
        for (int i = 0; i < scores.length; i++) {
          float[][] probabilities = predictor.probabilities(batch.images(perturbations.get(i)));
          for (int j = 0; j < probabilities.length; j++) {
            scores[i].add(batch.labels[j], probabilities[j]);
          }
        }
      }
    }
    return scores;
  }

  private Batch batch(Shard shard, int[] positions, Attack attack) {
    ImageShape shape = model.metadata().network().shape();
    Normalization.Table table = normalization.table(shape);
    float[] images = new float[positions.length * shape.size()];
    int[] labels = new int[positions.length];
    long[] ids = new long[positions.length];
    for (int i = 0; i < positions.length; i++) {
      table.apply(shard.pixels()[positions[i]], images, i * shape.size());
      labels[i] = shard.labels()[positions[i]];
      ids[i] = shard.ids()[positions[i]];
    }
    return new Batch(
        images,
        labels,
        new GaussianNoise(seed, shape.size()).of(ids),
        attack == null ? null : attack.direction(images, labels));
  }

  /** Images with the noise and the attack direction that perturb them. */
  private record Batch(float[] images, int[] labels, float[] noise, Attack.Direction direction) {
    float[] images(Perturbation perturbation) {
      return switch (perturbation.kind()) {
        case NONE -> images;
        case GAUSSIAN -> GaussianNoise.add(images, noise, perturbation.size());
        case FGSM -> direction.images(perturbation.size());
      };
    }
  }
}
