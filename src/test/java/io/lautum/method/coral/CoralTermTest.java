package io.lautum.method.coral;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInputs;
import io.lautum.network.spec.NetworkGraph;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoralTermTest {
  private static final int N = 5;
  private static final CoralTerm SPEC = new CoralTerm(3);

  private final double[] features = new Random(1).doubles(2 * N * 4, -1, 1).toArray();

  @Test
  void gradientIsDerivativeOfValue() {
    double[] gradient = advance(SPEC.create(), features).gradients().get(NetworkGraph.FEATURES);
    assertThat(gradient)
        .containsExactly(
            CentralDifferences.gradient(
                features, 1e-5, moved -> advance(SPEC.create(), moved).value()),
            within(1e-8));
  }

  @Test
  void valueIsWeightedMetric() {
    Term term = SPEC.create();
    assertThat(term.metrics()).isEqualTo(Map.of(CoralTerm.DISTANCE, Double.NaN));
    double value = advance(term, features).value();
    assertThat(value).isPositive().isEqualTo(3 * term.metrics().get(CoralTerm.DISTANCE));
  }

  private static Term.Value advance(Term term, double[] features) {
    return term.advance(TermInputs.of(NetworkGraph.FEATURES, features, N));
  }
}
