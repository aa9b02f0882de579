package io.lautum.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.regularization.LautumLoss;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

public class RoundMeanTest {
  private static final RoundMetrics METRICS = new RoundMetrics(1, Map.of("m", 1.0), 1, 1, 1, 1);

  @Test
  void isWeightedByTheExamplesSeen() {
    RoundMean mean =
        RoundMean.of(
            List.of(
                    new RoundMean(
                        0, 10, f(1, 2), f(8), d(1), true, new RoundMetrics(0.5, Map.of("m", 3.0), 20, 5, 2, 7)),
                    new RoundMean(
                        1, 30, f(5, 2), f(0), d(2), true, new RoundMetrics(0.1, Map.of("m", 1.0), 40, 7, 3, 9)))
                .iterator());
    TrainingState state = mean.state(12);
    assertThat(state.parameters()).containsExactly(4, 2);
    assertThat(state.updater()).containsExactly(2);
    assertThat(state.iteration()).isEqualTo(12);
    assertThat(mean.examples()).isEqualTo(40);
    assertThat(mean.metrics().crossEntropy()).isCloseTo(0.2, within(1e-15));
    assertThat(mean.metrics().metrics().get("m")).isCloseTo(1.5, within(1e-15));
    assertThat(mean.metrics().effectiveSampleSize()).isCloseTo(35, within(1e-12));
    assertThat(mean.metrics().forwardPasses()).isEqualTo(12);
    assertThat(mean.metrics().backwardPasses()).isEqualTo(5);
    assertThat(mean.metrics().seconds()).isEqualTo(9);
    assertThat(mean.metricsByWorker())
        .extracting(RoundMetrics::crossEntropy)
        .containsExactly(0.5, 0.1);
  }

  @Test
  void ofOneWorkerIsWhatItBrought() {
    float[] parameters = randomFloats(new Random(1), 100);
    RoundMean one = new RoundMean(0, 640, parameters.clone(), f(), d(), true, METRICS);
    assertThat(RoundMean.of(List.of(one).iterator()).state(1).parameters())
        .containsExactly(parameters);
  }

  @Test
  void theOrderOfArrivalDoesNotMatter() {
    TrainingState expected = RoundMean.of(random(9, true).iterator()).state(1);
    for (int seed = 0; seed < 5; seed++) {
      List<RoundMean> shuffled = random(9, true);
      Collections.shuffle(shuffled, new Random(seed));
      TrainingState state = RoundMean.of(shuffled.iterator()).state(1);
      assertThat(state.parameters()).containsExactly(expected.parameters());
      assertThat(state.updater()).containsExactly(expected.updater());
      assertThat(state.statistics()).isDeepEqualTo(expected.statistics());
    }
  }

  @Test
  void sharedStatisticsAreTheirMeanAndOthersStayApart() {
    TrainingState shared = RoundMean.of(random(3, true).iterator()).state(1);
    TrainingState apart = RoundMean.of(random(3, false).iterator()).state(1);
    assertThat(apart.statistics()).hasDimensions(3, 4);
    assertThat(shared.statistics()).hasDimensions(1, 4);
    for (int i = 0; i < 4; i++) {
      double mean = 0;
      for (int worker = 0; worker < 3; worker++) {
        mean += apart.statisticsOf(worker)[i] / 3;
      }
      assertThat(shared.statistics()[0][i]).isCloseTo(mean, within(1e-15));
    }
    assertThat(shared.statisticsOf(2)).isSameAs(shared.statisticsOf(0));
    assertThat(apart.statisticsOf(2)).isNotEqualTo(apart.statisticsOf(0));
  }

  /** A count that is off by a rounding error would switch a term on a minibatch early or late. */
  @Test
  void aCountThatAllWorkersShareStaysWhole() {
    for (int workers = 1; workers <= 100; workers++) {
      double count = 7;
      for (int round = 1; round <= 5; round++) {
        List<RoundMean> parts = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
          parts.add(new RoundMean(worker, 40, f(1), f(), d(count + 10), true, METRICS));
        }
        count = RoundMean.of(parts.iterator()).state(1).statistics()[0][0];
      }
      assertThat(count).as("%d workers", workers).isEqualTo(57);
    }
  }

  /**
   * Three workers that average their moments after every second minibatch hold what one worker
   * would that saw the minibatches of all three as one.
   */
  @Test
  void averagedMomentsAreThoseOfOneWorkerThatSawEverything() {
    int workers = 3;
    int n = 5;
    LautumLoss single = loss();
    double[] averaged = new double[0];
    for (int round = 0; round < 4; round++) {
      List<LautumLoss> losses = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        LautumLoss loss = loss();
        loss.restore(averaged);
        losses.add(loss);
      }
      for (int i = 0; i < 2; i++) {
        INDArray w = Nd4j.randn(DataType.DOUBLE, workers * n, 4);
        INDArray z = Nd4j.randn(DataType.DOUBLE, workers * n, 2).addi(w.getColumn(0, true));
        for (int worker = 0; worker < workers; worker++) {
          var rows = NDArrayIndex.interval(worker * n, (worker + 1) * n);
          advance(losses.get(worker), w.get(rows), z.get(rows));
        }
        advance(single, w, z);
      }
      List<RoundMean> parts = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        double[] state = losses.get(worker).state();
        parts.add(new RoundMean(worker, 2 * n, f(1), f(), state, true, METRICS));
      }
      averaged = RoundMean.of(parts.iterator()).state(1).statisticsOf(0);
      assertThat(averaged).containsExactly(single.state(), within(1e-12));
    }
  }

  @Test
  void survivesJavaSerialisation() {
    RoundMean mean = random(1, true).get(0);
    RoundMean copy = SerializationUtils.clone(mean);
    assertThat(copy).usingRecursiveComparison().isEqualTo(mean);
  }

  private static LautumLoss loss() {
    return new LautumLoss(1, 0.1, 0.9, 0.99, 0);
  }

  private static void advance(LautumLoss loss, INDArray w, INDArray z) {
    loss.gradient(stacked(w), stacked(z), (int) w.size(0));
  }

  /** The target rows after as many of the source, which the loss does not read. */
  private static double[] stacked(INDArray target) {
    return Nd4j.vstack(Nd4j.zeros(DataType.DOUBLE, target.shape()), target)
        .dup('c')
        .data()
        .asDouble();
  }

  /** The same every time; takes care that results are not shared, which a mean overwrites. */
  static List<RoundMean> random(int workers, boolean sharesStatistics) {
    List<RoundMean> parts = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      Random random = new Random(worker);
      parts.add(
          new RoundMean(
              worker,
              10,
              randomFloats(random, 50),
              randomFloats(random, 20),
              random.doubles(4).toArray(),
              sharesStatistics,
              new RoundMetrics(random.nextDouble(), Map.of("m", random.nextDouble()), 1, 1, 1, 1)));
    }
    return parts;
  }

  private static float[] randomFloats(Random random, int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] f(float... values) {
    return values;
  }

  private static double[] d(double... values) {
    return values;
  }
}
