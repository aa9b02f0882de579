package io.lautum.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@link GaussianInformation.Estimate#gradient}. */
class LautumGradientTest {
  private static final double SIGMA2 = 0.1;
  private static final double DECAY = 0.9;
  private static final double STEP = 1e-4;
  private static final GaussianInformation INFORMATION = GaussianInformation.lautum(SIGMA2, 0.99);

  /** K above r represents features of a wide last layer, K below r represents logits. */
  @ParameterizedTest
  @CsvSource({"4, 8, 1", "4, 8, 5", "20, 8, 1", "20, 8, 5", "1, 8, 3", "6, 1, 3"})
  void agreesWithCentralDifferences(int outputs, int components, int batches) {
    SyntheticBatch last = SyntheticBatch.draw(outputs, components, 120, 2.0, batches);
    RunningMoments before = momentsAfter(batches - 1, outputs, components, last.n());
    double[] gradient = gradientAfterUpdate(before, last);
    double share = shareOfLastBatch(batches);

    double[] expected =
        CentralDifferences.gradient(
            last.w(), STEP, w -> valueAfterUpdate(before, last.withOutputs(w)));

    assertNothingCapped(before, last);
    assertRelativelyClose(scaled(gradient, share), expected, 1e-6);
  }

  @ParameterizedTest
  @CsvSource({"4, 8, 1", "4, 8, 5", "20, 8, 5"})
  void agreesWithCentralDifferencesThroughSoftmax(int classes, int components, int batches) {
    SyntheticBatch logits = SyntheticBatch.draw(classes, components, 60, 1.0, 30 + batches);
    UnaryOperator<double[]> softmax = rows -> softmax(rows, classes);
    RunningMoments before = momentsAfter(batches - 1, classes, components, logits.n());
    SyntheticBatch last = logits.withOutputs(softmax.apply(logits.w()));
    double[] toLogits = throughSoftmax(gradientAfterUpdate(before, last), last.w(), classes);
    double share = shareOfLastBatch(batches);

    double[] expected =
        CentralDifferences.gradient(
            logits.w(), STEP, l -> valueAfterUpdate(before, logits.withOutputs(softmax.apply(l))));

    assertNothingCapped(before, last);
    assertRelativelyClose(scaled(toLogits, share), expected, 1e-6);
  }

  /**
   * Compares with (2/n)(w P + z C'Q), where G = M⁻¹/2 - M⁻¹SM⁻¹, P = G - S⁻¹/2 + M⁻¹ and Q = -G:
   * the derivative of the determinant formula.
   */
  @ParameterizedTest
  @CsvSource({"4, 8", "20, 8"})
  void agreesWithTheDerivativeOfTheDeterminants(int outputs, int components) {
    SyntheticBatch batch = SyntheticBatch.draw(outputs, components, 400, 2.0, 3);
    RunningMoments moments = batch.moments();
    SimpleMatrix c = moments.crossCovariance();
    SimpleMatrix s = moments.covariance().plus(SimpleMatrix.identity(outputs).scale(SIGMA2));
    SimpleMatrix inverseM = s.minus(c.mult(c.transpose())).invert();
    SimpleMatrix g = inverseM.scale(0.5).minus(inverseM.mult(s).mult(inverseM));
    SimpleMatrix p = g.minus(s.invert().scale(0.5)).plus(inverseM);
    SimpleMatrix q = g.negative();
    SimpleMatrix w = SyntheticBatch.centred(batch.outputRows());
    SimpleMatrix z = SyntheticBatch.centred(batch.inputRows());
    SimpleMatrix expected = w.mult(p).plus(z.mult(c.transpose()).mult(q)).scale(2.0 / batch.n());

    double[] gradient = INFORMATION.evaluate(moments).gradient(batch.w(), batch.z(), batch.n());

    assertRelativelyClose(gradient, expected.getDDRM().data, 1e-10);
  }

  /** One of two outputs copies z; it is capped, so its gradient is that of a constant. */
  @Test
  void cappedDirectionHasNoGradient() {
    SyntheticBatch drawn = SyntheticBatch.draw(2, 3, 80, 1.0, 8).whitened();
    double[] w = drawn.w().clone();
    for (int j = 0; j < drawn.n(); j++) {
      w[2 * j] = 100 * drawn.z()[3 * j];
    }
    SyntheticBatch batch = drawn.withOutputs(w);
    GaussianInformation.Estimate estimate = INFORMATION.evaluate(batch.moments());
    assertThat(estimate.correlations()[0]).isGreaterThan(0.995);
    assertThat(estimate.correlations()[1]).isBetween(0.2, 0.99);

    RunningMoments none = new RunningMoments(2, 3);
    double[] expected =
        CentralDifferences.gradient(w, STEP, v -> valueAfterUpdate(none, batch.withOutputs(v)));
    double[] gradient = estimate.gradient(w, batch.z(), batch.n());
    assertRelativelyClose(gradient, expected, 1e-6);
  }

  @Test
  void outputsIdenticalToInputsAreCappedThroughout() {
    int size = 5;
    SyntheticBatch drawn = SyntheticBatch.draw(size, size, 200, 1.0, 1).whitened();
    SyntheticBatch batch = drawn.withOutputs(drawn.z());
    GaussianInformation.Estimate estimate =
        GaussianInformation.lautum(1e-6, 0.9).evaluate(batch.moments());
    assertThat(estimate.value()).isCloseTo(size * (9 + 0.5 * Math.log(0.1)), within(1e-9));
    assertThat(estimate.gradient(batch.w(), batch.z(), 200)).containsOnly(0);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-300, 1e-38, 1e-8, 1, 1e8, 1e38, 1e100})
  void isFiniteAtEveryScale(double scale) {
    for (double sigma2 : new double[] {Double.MIN_NORMAL, 1e-12, 0.1, 1e12}) {
      for (int n : new int[] {1, 2, 3, 64}) {
        SyntheticBatch batch = SyntheticBatch.draw(6, 4, n, 0.3, n);
        assertFinite(batch.withOutputs(scaled(batch.w(), scale)), sigma2);
        assertFinite(batch.withOutputs(offset(batch.w(), scale)), sigma2);
        assertFinite(duplicated(batch.withOutputs(scaled(batch.w(), scale))), sigma2);
        double[] constant = new double[batch.w().length];
        Arrays.fill(constant, scale);
        assertFinite(batch.withOutputs(constant), sigma2);
      }
    }
  }

  @Test
  void isFiniteWithoutVariance() {
    for (double sigma2 : new double[] {Double.MIN_NORMAL, 0.1}) {
      assertFinite(new SyntheticBatch(3, 2, 4, new double[12], new double[8]), sigma2);
      SyntheticBatch copy = SyntheticBatch.draw(4, 4, 64, 0.3, 2);
      assertFinite(copy.withOutputs(copy.z()), sigma2);
      assertFinite(new SyntheticBatch(3, 2, 4, new double[12], Arrays.copyOf(copy.z(), 8)), sigma2);
    }
  }

  @Test
  void constantOutputsAndSingleExamplesHaveZeroInformation() {
    double[] constant = new double[3 * 50];
    Arrays.fill(constant, 1.0 / 3);
    SyntheticBatch batch = SyntheticBatch.draw(3, 4, 50, 1, 1).withOutputs(constant);
    SyntheticBatch single = SyntheticBatch.draw(3, 4, 1, 1, 1);
    assertThat(INFORMATION.evaluate(batch.moments()).value()).isCloseTo(0, within(1e-25));
    assertThat(INFORMATION.evaluate(single.moments()).value()).isZero();
    assertThat(INFORMATION.evaluate(single.moments()).gradient(single.w(), single.z(), 1))
        .containsOnly(0);
  }

  @Test
  void wrongShapesAreNamed() {
    GaussianInformation.Estimate estimate =
        INFORMATION.evaluate(SyntheticBatch.draw(3, 4, 10, 1, 1).moments());
    assertThatThrownBy(() -> estimate.gradient(new double[3], new double[8], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("w must have [6] entries, got [3]");
  }

  private static void assertFinite(SyntheticBatch batch, double sigma2) {
    GaussianInformation information = GaussianInformation.lautum(sigma2, 0.99);
    RunningMoments fresh = new RunningMoments(batch.outputs(), batch.components());
    RunningMoments running = momentsAfter(3, batch.outputs(), batch.components(), 10);
    for (RunningMoments moments : new RunningMoments[] {fresh, running}) {
      moments.update(batch.w(), batch.z(), batch.n(), DECAY);
      GaussianInformation.Estimate estimate = information.evaluate(moments);
      assertThat(estimate.value()).isFinite().isNotNegative();
      assertThat(estimate.gradient(batch.w(), batch.z(), batch.n()))
          .doesNotContain(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
    }
  }

  private static RunningMoments momentsAfter(int batches, int outputs, int components, int n) {
    RunningMoments moments = new RunningMoments(outputs, components);
    for (int i = 0; i < batches; i++) {
      SyntheticBatch batch = SyntheticBatch.draw(outputs, components, n, 1.0, 100 + i);
      moments.update(batch.w(), batch.z(), n, DECAY);
    }
    return moments;
  }

  private static RunningMoments updated(RunningMoments before, SyntheticBatch last) {
    RunningMoments after =
        RunningMoments.fromArray(last.outputs(), last.components(), before.toArray());
    after.update(last.w(), last.z(), last.n(), DECAY);
    return after;
  }

  private static double valueAfterUpdate(RunningMoments before, SyntheticBatch last) {
    return INFORMATION.evaluate(updated(before, last)).value();
  }

  private static double[] gradientAfterUpdate(RunningMoments before, SyntheticBatch last) {
    return INFORMATION.evaluate(updated(before, last)).gradient(last.w(), last.z(), last.n());
  }

  /** Returns (1-α)/weight, where the weight after m batches is 1-α^m. */
  private static double shareOfLastBatch(int batches) {
    return (1 - DECAY) / (1 - Math.pow(DECAY, batches));
  }

  private static void assertNothingCapped(RunningMoments before, SyntheticBatch last) {
    double largest = INFORMATION.evaluate(updated(before, last)).correlations()[0];
    assertThat(largest * largest).isBetween(0.01, 0.98);
  }

  private static double[] softmax(double[] logits, int classes) {
    double[] probabilities = Arrays.stream(logits).map(Math::exp).toArray();
    for (int row = 0; row < logits.length; row += classes) {
      double sum = Arrays.stream(probabilities, row, row + classes).sum();
      for (int k = row; k < row + classes; k++) {
        probabilities[k] /= sum;
      }
    }
    return probabilities;
  }

  /** Applies the chain rule: dL/dl = w * (dL/dw - w'dL/dw). */
  private static double[] throughSoftmax(double[] gradient, double[] w, int classes) {
    double[] toLogits = new double[w.length];
    for (int row = 0; row < w.length; row += classes) {
      double mean = 0;
      for (int k = row; k < row + classes; k++) {
        mean += w[k] * gradient[k];
      }
      for (int k = row; k < row + classes; k++) {
        toLogits[k] = w[k] * (gradient[k] - mean);
      }
    }
    return toLogits;
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(value -> value * factor).toArray();
  }

  private static double[] offset(double[] values, double offset) {
    return Arrays.stream(values).map(value -> value + offset).toArray();
  }

  /** Returns a batch with every example twice. */
  private static SyntheticBatch duplicated(SyntheticBatch batch) {
    return SyntheticBatch.of(
        batch.outputRows().concatRows(batch.outputRows()),
        batch.inputRows().concatRows(batch.inputRows()));
  }

  /** The tolerance is relative to the largest entry, which must not be 0. */
  private static void assertRelativelyClose(double[] actual, double[] expected, double tolerance) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(largest).isPositive();
    double worst = 0;
    for (int i = 0; i < expected.length; i++) {
      worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
    }
    assertThat(actual).hasSameSizeAs(expected);
    assertThat(worst / largest).isLessThan(tolerance);
  }
}
