package io.lautum.method.ensembling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermInputs;
import io.lautum.network.loss.TermSpec;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConsistencyTermTest {
  private static final int N = 2;
  private static final int CLASSES = 3;

  @Test
  void isWeightedMeanOfSquaredDifferences() {
    Term term = new ConsistencyTerm().create();
    assertThat(term.metrics()).containsEntry(ConsistencyTerm.SQUARED_DIFFERENCE, Double.NaN);
    double[] outputs = {0.5, 0.5, 0, 1, 0, 0, 0.2, 0.3, 0.5, 0, 0, 1};
    double[] ensemble = {0.5, 0.5, 0, 7, 0, 1, 0, 3, 0.2, 0.3, 0.5, 0, 1, 0, 0, 0.5};
    Term.Value value = term.advance(input(outputs, ensemble));
    assertThat(value.value()).isCloseTo((3 * 2 + 0.5 * 2) / 12, within(1e-12));
    assertThat(term.metrics().get(ConsistencyTerm.SQUARED_DIFFERENCE))
        .isCloseTo(4.0 / 12, within(1e-12));
  }

  @Test
  void gradientIsDerivativeOfValue() {
    Random random = new Random(1);
    double[] outputs = random.doubles(2L * N * CLASSES).toArray();
    double[] ensemble = random.doubles(2L * N * (CLASSES + 1)).toArray();
    double[] gradient =
        new ConsistencyTerm()
            .create()
            .advance(input(outputs, ensemble))
            .gradients()
            .get(TermSpec.PROBABILITIES);
    assertThat(gradient)
        .containsExactly(
            CentralDifferences.gradient(outputs, 1e-6, moved -> value(moved, ensemble)),
            within(1e-9));
  }

  private static double value(double[] outputs, double[] ensemble) {
    return new ConsistencyTerm().create().advance(input(outputs, ensemble)).value();
  }

  private static TermInput input(double[] outputs, double[] ensemble) {
    return TermInputs.of(TermSpec.PROBABILITIES, outputs, N, ensemble);
  }
}
