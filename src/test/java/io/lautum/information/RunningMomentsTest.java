package io.lautum.information;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.apache.commons.lang3.SerializationUtils;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;

class RunningMomentsTest {
  private static final int K = 3;
  private static final int R = 5;
  private static final int N = 40;

  @Test
  void oneBatchHasItsOwnMeansAndCovariances() {
    SyntheticBatch batch = SyntheticBatch.draw(K, R, N, 0.5, 1);
    RunningMoments moments = new RunningMoments(K, R);
    moments.update(batch.w(), batch.z(), N, 0.98);

    SimpleMatrix w = SyntheticBatch.centred(batch.outputRows());
    SimpleMatrix z = SyntheticBatch.centred(batch.inputRows());
    assertSame(moments.covariance(), w.transpose().mult(w).divide(N));
    assertSame(moments.crossCovariance(), w.transpose().mult(z).divide(N));
    assertSame(moments.outputMean(), columnMeans(batch.outputRows()));
    assertSame(moments.inputMean(), columnMeans(batch.inputRows()));
  }

  @Test
  void decayGivesBatchesGeometricWeights() {
    double decay = 0.75;
    RunningMoments moments = new RunningMoments(1, 1);
    for (double value : new double[] {1, 5, 2}) {
      moments.update(new double[] {value}, new double[] {-value}, 1, decay);
    }
    double weight = 1 + decay + decay * decay;
    double mean = (2 + 5 * decay + 1 * decay * decay) / weight;
    double square = (4 + 25 * decay + 1 * decay * decay) / weight;
    assertThat(moments.outputMean().get(0)).isCloseTo(mean, within(1e-14));
    assertThat(moments.inputMean().get(0)).isCloseTo(-mean, within(1e-14));
    assertThat(moments.covariance().get(0)).isCloseTo(square - mean * mean, within(1e-14));
    assertThat(moments.crossCovariance().get(0)).isCloseTo(mean * mean - square, within(1e-14));
    assertThat(moments.toArray()[0]).as("weight").isCloseTo((1 - decay) * weight, within(1e-14));
  }

  @Test
  void decayZeroForgetsEarlierBatches() {
    SyntheticBatch last = SyntheticBatch.draw(K, R, N, 0.5, 2);
    RunningMoments moments = SyntheticBatch.draw(K, R, N, 0.5, 1).moments();
    moments.update(last.w(), last.z(), N, 0);
    assertThat(moments.toArray()).isEqualTo(last.moments().toArray());
  }

  @Test
  void accumulationDoesNotDependOnTheBatches() {
    SyntheticBatch all = SyntheticBatch.draw(K, R, N, 0.5, 3);
    RunningMoments cut = new RunningMoments(K, R);
    int first = 7;
    cut.accumulate(rows(all.w(), K, 0, first), rows(all.z(), R, 0, first), first);
    cut.accumulate(rows(all.w(), K, first, N), rows(all.z(), R, first, N), N - first);
    assertSame(cut.covariance(), all.moments().covariance());
    assertSame(cut.crossCovariance(), all.moments().crossCovariance());
  }

  @Test
  void meanOfWorkersEqualsOneWorkerWithAllBatches() {
    int workers = 4;
    int batches = 6;
    double decay = 0.9;
    RunningMoments one = new RunningMoments(K, R);
    double[] mean = new double[RunningMoments.stateLength(K, R)];
    RunningMoments[] each = new RunningMoments[workers];
    Arrays.setAll(each, worker -> new RunningMoments(K, R));
    for (int batch = 0; batch < batches; batch++) {
      SyntheticBatch all = SyntheticBatch.draw(K, R, workers * N, 0.5, batch);
      one.update(all.w(), all.z(), workers * N, decay);
      for (int worker = 0; worker < workers; worker++) {
        int from = worker * N;
        each[worker].update(
            rows(all.w(), K, from, from + N), rows(all.z(), R, from, from + N), N, decay);
      }
    }
    for (RunningMoments moments : each) {
      double[] state = moments.toArray();
      Arrays.setAll(mean, i -> mean[i] + state[i] / workers);
    }

    RunningMoments averaged = RunningMoments.fromArray(K, R, mean);
    assertThat(mean).containsExactly(one.toArray(), within(1e-12));
    GaussianInformation information = GaussianInformation.lautum(0.1, 0.99);
    assertThat(information.evaluate(averaged).value())
        .isGreaterThan(0.1)
        .isCloseTo(information.evaluate(one).value(), within(1e-12));
  }

  @Test
  void arrayRoundTripContinuesBitForBit() {
    SyntheticBatch next = SyntheticBatch.draw(K, R, N, 0.5, 5);
    RunningMoments moments = SyntheticBatch.draw(K, R, N, 0.5, 4).moments();
    RunningMoments copy = RunningMoments.fromArray(K, R, moments.toArray());
    moments.update(next.w(), next.z(), N, 0.98);
    copy.update(next.w(), next.z(), N, 0.98);
    assertThat(copy.toArray()).isEqualTo(moments.toArray());
  }

  @Test
  void arraysAreCopies() {
    RunningMoments moments = SyntheticBatch.draw(K, R, N, 0.5, 4).moments();
    double[] state = moments.toArray();
    RunningMoments copy = RunningMoments.fromArray(K, R, state);
    double[] before = state.clone();
    Arrays.fill(state, 7);
    assertThat(moments.toArray()).isEqualTo(before);
    assertThat(copy.toArray()).isEqualTo(before);
  }

  @Test
  void javaSerializationKeepsTheState() {
    RunningMoments moments = SyntheticBatch.draw(K, R, N, 0.5, 4).moments();
    RunningMoments read = SerializationUtils.roundtrip(moments);
    assertThat(read.outputs()).isEqualTo(K);
    assertThat(read.components()).isEqualTo(R);
    assertThat(read.toArray()).isEqualTo(moments.toArray());
  }

  @Test
  void wrongShapesAreNamed() {
    RunningMoments moments = new RunningMoments(K, R);
    assertThatThrownBy(() -> moments.update(new double[K], new double[R], 2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("w must have [6] entries, got [3]");
    assertThatThrownBy(() -> moments.accumulate(new double[K], new double[R + 1], 1))
        .hasMessage("z must have [5] entries, got [6]");
    assertThatThrownBy(() -> moments.update(new double[0], new double[0], 0, 0))
        .hasMessageContaining("n = [0]");
    assertThatThrownBy(() -> moments.update(new double[K], new double[R], 1, 1))
        .hasMessageContaining("decay must be in [0, 1), got [1.0]");
    assertThatThrownBy(() -> RunningMoments.fromArray(K, R, new double[4]))
        .hasMessage("state must have [33] entries, got [4]");
    assertThatThrownBy(moments::covariance).isInstanceOf(IllegalStateException.class);
  }

  private static double[] rows(double[] matrix, int columns, int from, int to) {
    return Arrays.copyOfRange(matrix, from * columns, to * columns);
  }

  private static SimpleMatrix columnMeans(SimpleMatrix rows) {
    return rows.transpose()
        .mult(SimpleMatrix.filled(rows.getNumRows(), 1, 1.0 / rows.getNumRows()));
  }

  private static void assertSame(SimpleMatrix actual, SimpleMatrix expected) {
    assertThat(actual.isIdentical(expected, 1e-12))
        .as("%s%nexpected %s", actual, expected)
        .isTrue();
  }
}
