package io.lautum.method.dann;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInputs;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DannTermTest {
  private static final int N = 3;
  private static final DannTerm SPEC = new DannTerm(0.5, 16, 10);

  private final double[] logits = new Random(1).doubles(2 * N * 2, -1, 1).toArray();

  @Test
  void classifierLearnsByTheGradientOfItsCrossEntropy() {
    double[] gradient = advance(SPEC.create(), logits).gradients().get(SPEC.output());
    // The softmax takes floats, so steps must be large.
    assertThat(gradient)
        .containsExactly(
            CentralDifferences.gradient(
                logits, 1e-2, moved -> advance(SPEC.create(), moved).value()),
            within(1e-4));
  }

  /** Two of three source images and one of three target images are recognised. */
  @Test
  void accuracyCountsBothDomains() {
    Term term = SPEC.create();
    assertThat(term.metrics()).isEqualTo(Map.of(DannTerm.ACCURACY, Double.NaN));
    advance(term, new double[] {1, 0, 2, 1, 0, 1, 1, 0, 1, 0, 0, 1});
    assertThat(term.metrics().get(DannTerm.ACCURACY)).isCloseTo(0.5, within(1e-12));
  }

  /** One of the two domains is the answer for all images, and wrong for half of them. */
  @Test
  void undecidedClassifierRecognisesHalfOfTheImages() {
    Term term = SPEC.create();
    advance(term, new double[2 * N * 2]);
    assertThat(term.metrics()).isEqualTo(Map.of(DannTerm.ACCURACY, 0.5));
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "6, 0.4933", "11, 0.49995", "15, 0.49995"})
  void reversedGradientGrowsWithTheTraining(int batches, double factor) {
    Term term = SPEC.create();
    for (int i = 0; i < batches; i++) {
      advance(term, logits);
    }
    assertThat(term.headFactors().get(SPEC.output())).isCloseTo(-factor, within(1e-5));
  }

  @Test
  void continuesFromRestoredState() {
    Term term = SPEC.create();
    for (int i = 0; i < 4; i++) {
      advance(term, logits);
    }
    Term restored = SPEC.create();
    restored.restore(term.state());
    advance(term, logits);
    advance(restored, logits);
    assertThat(restored.headFactors()).isEqualTo(term.headFactors());
    restored.restore(State.EMPTY);
    assertThat(restored.state()).isEqualTo(State.EMPTY);
  }

  private static Term.Value advance(Term term, double[] logits) {
    return term.advance(TermInputs.of(SPEC.output(), logits, N));
  }
}
