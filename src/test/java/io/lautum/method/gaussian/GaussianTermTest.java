package io.lautum.method.gaussian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.information.CentralDifferences;
import io.lautum.information.GaussianInformation;
import io.lautum.information.RunningMoments;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInputs;
import io.lautum.network.spec.NetworkGraph;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussianTermTest {
  private static final double WEIGHT = 0.7;
  private static final double RIDGE = 0.1;
  private static final double CAP = 0.99;
  private static final int N = 9;
  private static final int K = 3;
  private static final String OUTPUT = NetworkGraph.LOGITS;

  @Test
  void valueIsWeightedInformationOfMinibatch() {
    Batch batch = Batch.draw(1);
    RunningMoments moments = new RunningMoments(K, 2);
    moments.update(batch.outputs, batch.white, N, 0);
    double information = GaussianInformation.lautum(RIDGE, CAP).evaluate(moments).value();

    Term term = term(0.98, 0);
    assertThat(advance(term, batch).value()).isCloseTo(-WEIGHT * information, within(1e-12));
    assertThat(term.metrics().get(GaussianTerm.LAUTUM_INFORMATION))
        .isCloseTo(information, within(1e-12));
  }

  @Test
  void gradientIsDerivativeOfValue() {
    Batch batch = Batch.draw(2);
    double[] gradient = gradient(term(0, 0), batch);
    assertThat(gradient)
        .containsExactly(
            CentralDifferences.gradient(
                batch.stacked(), 1e-5, moved -> advance(term(0, 0), moved, batch.white).value()),
            within(1e-7));
  }

  @Test
  void gradientDoesNotDependOnDecay() {
    Batch batch = Batch.draw(3);
    double[] expected = gradient(term(0, 0), batch);
    assertThat(Arrays.copyOf(expected, N * K)).as("gradient of the labelled half").containsOnly(0);
    assertThat(gradient(term(0.5, 0), batch)).containsExactly(expected, within(1e-12));
    assertThat(gradient(term(0.98, 0), batch)).containsExactly(expected, within(1e-12));
  }

  @Test
  void gradientInLongRunIsAsLargeAsInFirstMinibatch() {
    Batch batch = Batch.draw(3);
    Term term = term(0.98, 0);
    double[] first = gradient(term, batch);
    for (int i = 0; i < 50; i++) {
      assertThat(gradient(term, batch)).containsExactly(first, within(1e-12));
    }
  }

  @Test
  void onlyMetricBeforeStartIteration() {
    Term term = term(0.9, 2);
    for (int minibatch = 1; minibatch <= 4; minibatch++) {
      boolean on = minibatch > 2;
      Term.Value value = advance(term, Batch.draw(minibatch));
      assertThat(value.value() != 0).as("at %d", minibatch).isEqualTo(on);
      assertThat(value.gradients().containsKey(OUTPUT)).as("at %d", minibatch).isEqualTo(on);
      assertThat(term.metrics().get(GaussianTerm.LAUTUM_INFORMATION)).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stateHasMomentsOfAllMinibatches(boolean sharesMoments) {
    Term term = GaussianTerm.lautum(OUTPUT, WEIGHT, RIDGE, 0.9, CAP, 0, sharesMoments).create();
    assertThat(term.state()).isEqualTo(State.EMPTY);
    assertThat(term.metrics()).containsEntry(GaussianTerm.LAUTUM_INFORMATION, Double.NaN);
    RunningMoments expected = new RunningMoments(K, 2);
    for (int seed = 1; seed <= 2; seed++) {
      Batch batch = Batch.draw(seed);
      advance(term, batch);
      expected.update(batch.outputs, batch.white, N, 0.9);
    }
    State state = term.state();
    double[] moments = (sharesMoments ? state.averaged() : state.local()).get("moments");
    assertThat(sharesMoments ? state.local() : state.averaged()).isEmpty();
    assertThat(moments).startsWith(2, K, 2).endsWith(expected.toArray());
  }

  @Test
  void continuesFromRestoredState() {
    Term term = term(0.9, 1);
    advance(term, Batch.draw(1));
    advance(term, Batch.draw(2));
    Term restored = term(0.9, 1);
    advance(restored, Batch.draw(7));
    State state = term.state();
    double[] copy = state.vector("moments").clone();
    restored.restore(state);

    assertThat(restored.state().vector("moments")).containsExactly(copy);
    assertThat(restored.metrics()).containsEntry(GaussianTerm.LAUTUM_INFORMATION, Double.NaN);
    assertThat(gradient(restored, Batch.draw(3))).isEqualTo(gradient(term, Batch.draw(3)));
    assertThat(restored.state().vector("moments")).containsExactly(term.state().vector("moments"));
    assertThat(state.vector("moments")).as("unchanged by later minibatches").containsExactly(copy);

    restored.restore(State.EMPTY);
    assertThat(restored.state()).isEqualTo(State.EMPTY);
    assertThat(advance(restored, Batch.draw(3)).value())
        .as("the count of minibatches restarts")
        .isZero();
  }

  @Test
  void survivesJavaSerialisation() {
    GaussianTerm term = GaussianTerm.lautum(OUTPUT, 1, 2, 0.5, 0.9, 3, false);
    assertThat(SerializationUtils.clone(term)).isEqualTo(term);
    assertThat(term.usesWhitened()).isTrue();
  }

  private static Term term(double decay, int startIteration) {
    return GaussianTerm.lautum(OUTPUT, WEIGHT, RIDGE, decay, CAP, startIteration, true).create();
  }

  private static double[] gradient(Term term, Batch batch) {
    return advance(term, batch).gradients().get(OUTPUT);
  }

  private static Term.Value advance(Term term, Batch batch) {
    return advance(term, batch.stacked(), batch.white);
  }

  private static Term.Value advance(Term term, double[] stacked, double[] white) {
    return term.advance(TermInputs.of(OUTPUT, stacked, N, white));
  }

  /**
   * Three outputs and two whitened components of nine target images, which are dependent.
   *
   * @param source outputs for the labelled images, which must have no effect
   */
  private record Batch(double[] source, double[] outputs, double[] white) {
    static Batch draw(long seed) {
      Random random = new Random(seed);
      double[] white = new double[N * 2];
      double[] outputs = new double[N * K];
      double[] source = new double[N * K];
      Arrays.setAll(white, i -> random.nextGaussian());
      Arrays.setAll(outputs, i -> random.nextGaussian() + (i % K == 0 ? white[i / K * 2] : 0));
      Arrays.setAll(source, i -> 3 * outputs[i] + 1);
      return new Batch(source, outputs, white);
    }

    double[] stacked() {
      double[] stacked = Arrays.copyOf(source, 2 * N * K);
      System.arraycopy(outputs, 0, stacked, N * K, N * K);
      return stacked;
    }
  }
}
