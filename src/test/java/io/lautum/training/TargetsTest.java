package io.lautum.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.network.loss.Softmax;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cross-entropy with soft targets and row weights. */
class TargetsTest {
  private static final int CLASSES = 3;
  private static final Targets SOFT =
      new Targets(new double[] {0.2, 0.5, 0.3, 1, 0, 0}, new double[] {0.5, 2});

  @Test
  void labelsPutAllProbabilityOnOneClass() {
    Targets targets = Targets.of(new int[] {2, 0}, CLASSES);
    assertThat(targets.probabilities()).containsExactly(0, 0, 1, 1, 0, 0);
    assertThat(targets.weights()).containsExactly(1, 1);
    double[] p = {0.1, 0.2, 0.7, 0.6, 0.3, 0.1};
    assertThat(CrossEntropy.mean(p, targets))
        .isCloseTo(-(Math.log(0.7) + Math.log(0.6)) / 2, within(1e-12));
  }

  @Test
  void smoothedTargetsGiveEveryClassItsShare() {
    Targets smoothed = SOFT.smoothed(0.3);
    assertThat(smoothed.probabilities())
        .containsExactly(new double[] {0.24, 0.45, 0.31, 0.8, 0.1, 0.1}, within(1e-15));
    assertThat(smoothed.weights()).isEqualTo(SOFT.weights());
    assertThat(SOFT.smoothed(0).probabilities()).isEqualTo(SOFT.probabilities());
  }

  /** λ = 0.25; weights 0.5 and 2; by hand. */
  @Test
  void mixedTargetsHaveTheMixedCrossEntropy() {
    Targets mixed = SOFT.mixed(0.25, new int[] {1, 1});
    double own = 0.25 * 0.5;
    double other = 0.75 * 2;
    assertThat(mixed.weights()).containsExactly(new double[] {1.625, 2}, within(1e-15));
    assertThat(mixed.probabilities())
        .containsExactly(
            new double[] {
              (own * 0.2 + other) / 1.625, own * 0.5 / 1.625, own * 0.3 / 1.625, 1, 0, 0
            },
            within(1e-15));
    double[] p = {0.1, 0.2, 0.7, 0.6, 0.3, 0.1};
    double first = -(0.2 * Math.log(0.1) + 0.5 * Math.log(0.2) + 0.3 * Math.log(0.7));
    assertThat(CrossEntropy.mean(p, mixed))
        .isCloseTo((own * first - other * Math.log(0.1) - 2 * Math.log(0.6)) / 2, within(1e-12));
  }

  @Test
  void mixtureOfRowsWithoutWeightKeepsProbabilities() {
    Targets none = SOFT.weighted(new double[] {0, 0}).mixed(0.5, new int[] {1, 0});
    assertThat(none.weights()).containsExactly(0, 0);
    assertThat(none.probabilities()).isEqualTo(SOFT.probabilities());
  }

  @Test
  void rowsAreWeighted() {
    double[] p = {0.1, 0.2, 0.7, 0.6, 0.3, 0.1};
    double first = -(0.2 * Math.log(0.1) + 0.5 * Math.log(0.2) + 0.3 * Math.log(0.7));
    assertThat(CrossEntropy.mean(p, SOFT))
        .isCloseTo((0.5 * first - 2 * Math.log(0.6)) / 2, within(1e-12));
  }

  @Test
  void gradientIsDerivativeWithRespectToLogits() {
    Random random = new Random(1);
    float[] logits = new float[2 * CLASSES];
    for (int i = 0; i < logits.length; i++) {
      logits[i] = (float) random.nextGaussian();
    }
    float[] gradient = new float[logits.length];
    CrossEntropy.gradient(Softmax.of(logits, CLASSES, 0, 2), SOFT, gradient);
    for (int i = 0; i < logits.length; i++) {
      float step = 1e-2f;
      float[] up = logits.clone();
      float[] down = logits.clone();
      up[i] += step;
      down[i] -= step;
      double change = loss(up) - loss(down);
      assertThat((double) gradient[i]).isCloseTo(change / (up[i] - down[i]), within(1e-4));
    }
  }

  private static double loss(float[] logits) {
    return CrossEntropy.mean(Softmax.of(logits, CLASSES, 0, 2), SOFT);
  }

  @Test
  void rowsWithoutWeightAreRejected() {
    assertThatThrownBy(() -> new Targets(new double[5], new double[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected one row of probabilities per weight, got [5] and [2]");
  }
}
