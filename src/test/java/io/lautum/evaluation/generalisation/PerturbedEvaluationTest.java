package io.lautum.evaluation.generalisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.shard.Shard;
import io.lautum.evaluation.generalisation.Perturbation.Kind;
import io.lautum.experiment.result.Evaluation;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;

class PerturbedEvaluationTest {
  private static final List<Perturbation> PERTURBATIONS =
      List.of(
          Perturbation.NONE,
          new Perturbation(Kind.GAUSSIAN, 0.1),
          new Perturbation(Kind.FGSM, 0.1),
          new Perturbation(Kind.FGSM, 0.5));

  private final TrainedModel model = Models.trained("mlp");
  private final Shard shard = Models.shard(50, 99);
  private final int[] positions = IntStream.range(0, 45).map(i -> 49 - i).toArray();

  @Test
  void zeroPerturbationGivesTheEvaluationOfTheImages() {
    ScoreSums[] scores = evaluate(7, PERTURBATIONS.subList(0, 1));
    Evaluation expected = new Evaluation(2);
    byte[][] pixels =
        IntStream.of(positions).mapToObj(i -> shard.pixels()[i]).toArray(byte[][]::new);
    try (Predictor predictor = new Predictor(model, Models.NORMALIZATION, 50, Engines.AUTO)) {
      predictor.probabilities(
          pixels,
          (first, rows) -> {
            for (int i = 0; i < rows.length; i++) {
              expected.add(shard.labels()[positions[first + i]], rows[i]);
            }
          });
    }
    assertThat(scores).hasSize(1);
    assertThat(scores[0].examples()).isEqualTo(expected.examples());
    assertThat(scores[0].accuracy()).isEqualTo(expected.accuracy());
    assertThat(scores[0].crossEntropy()).isCloseTo(expected.crossEntropy(), within(1e-5));
  }

  @Test
  void attackHurtsMoreThanNoiseAndMoreWithSize() {
    ScoreSums[] all = evaluate(7, PERTURBATIONS);
    assertThat(all[0].accuracy()).isGreaterThan(0.9);
    assertThat(all[1].crossEntropy()).isNotEqualTo(all[0].crossEntropy());
    assertThat(all[2].crossEntropy()).isGreaterThan(1.1 * all[1].crossEntropy());
    assertThat(all[3].crossEntropy()).isGreaterThan(1.1 * all[2].crossEntropy());
    assertThat(all[3].accuracy()).isLessThan(0.5);
  }

  @Test
  void resultsDoNotDependOnTheBatchSize() {
    ScoreSums[] small = evaluate(7, PERTURBATIONS);
    ScoreSums[] large = evaluate(64, PERTURBATIONS);
    for (int i = 0; i < PERTURBATIONS.size(); i++) {
      assertThat(small[i].examples()).isEqualTo(45);
      assertThat(small[i].crossEntropy())
          .isCloseTo(large[i].crossEntropy(), within(1e-3 * large[i].crossEntropy()));
    }
  }

  @Test
  void resultsOfAShardAreSmall() {
    assertThat(SerializationUtils.serialize(evaluate(7, PERTURBATIONS))).hasSizeLessThan(500);
  }

  private ScoreSums[] evaluate(int batchSize, List<Perturbation> perturbations) {
    return new PerturbedEvaluation(model, Models.NORMALIZATION, batchSize, Engines.AUTO, 3)
        .of(shard, positions, perturbations);
  }
}
