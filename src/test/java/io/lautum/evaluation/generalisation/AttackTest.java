package io.lautum.evaluation.generalisation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.data.shard.Shard;
import io.lautum.network.engine.Engines;
import io.lautum.network.model.Predictor;
import io.lautum.network.model.TrainedModel;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttackTest {
  private static final int IMAGE = Models.SHAPE.size();
  private static final int BATCH = 4;

  /** The cnn has batch normalisation, so the gradient must use the running statistics. */
  @ParameterizedTest
  @ValueSource(strings = {"cnn", "mlp"})
  void directionIsTheGradientOfTheLossInInferenceMode(String architecture) {
    TrainedModel model = Models.trained(architecture);
    Shard shard = Models.shard(3, 50);
    float[] images = new float[3 * IMAGE];
    for (int i = 0; i < 3; i++) {
      Models.NORMALIZATION.table(Models.SHAPE).apply(shard.pixels()[i], images, i * IMAGE);
    }
    // Uses the wrong class, so that the loss is not nearly zero.
    int[] labels = IntStream.of(shard.labels()).map(label -> 1 - label).toArray();
    try (Predictor predictor = new Predictor(model, Models.NORMALIZATION, BATCH, Engines.AUTO);
        Attack attack = new Attack(model, BATCH)) {
      // Passes three images although the network accepts four.
      Attack.Direction direction = attack.direction(images, labels);
      for (int i = 0; i < 3; i++) {
        float[] image = Arrays.copyOfRange(images, i * IMAGE, (i + 1) * IMAGE);
        float[] gradient = Arrays.copyOfRange(direction.gradient(), i * IMAGE, (i + 1) * IMAGE);
        double norm = 0;
        for (float value : gradient) {
          norm += value * value;
        }
        norm = Math.sqrt(norm);
        double step = 0.05;
        double difference =
            (loss(predictor, moved(image, gradient, step / norm), labels[i])
                    - loss(predictor, moved(image, gradient, -step / norm), labels[i]))
                / (2 * step);
        assertThat(difference).isCloseTo(BATCH * norm, within(0.02 * difference));
      }
      float[] attacked = direction.images(0.25);
      for (int i = 0; i < attacked.length; i++) {
        double sign = Math.signum(direction.gradient()[i]);
        assertThat(attacked[i]).isCloseTo((float) (images[i] + 0.25 * sign), within(1e-6f));
      }
    }
  }

  private static float[] moved(float[] image, float[] gradient, double by) {
    float[] moved = image.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] += (float) (by * gradient[i]);
    }
    return moved;
  }

  private static double loss(Predictor predictor, float[] image, int label) {
    return -Math.log(predictor.probabilities(image)[0][label]);
  }
}
