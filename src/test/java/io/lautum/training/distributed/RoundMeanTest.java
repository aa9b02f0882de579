package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.network.loss.State;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.StepSpec;
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
  private static final GaussianTerm TERM =
      GaussianTerm.lautum(NetworkGraph.LOGITS, 1, 0.1, 0.9, 0.99, 0, true);
  private static final RoundMetrics METRICS = new RoundMetrics(1, Map.of("m", 1.0), 1, 1, 1, 1);

  @Test
  void isWeightedByExamplesSeen() {
    RoundMean mean =
        RoundMean.of(
            List.of(
                    new RoundMean(
                        0,
                        10,
                        f(1, 2),
                        f(8),
                        d(1),
                        new RoundMetrics(0.5, Map.of("m", 3.0), 20, 5, 2, 7)),
                    new RoundMean(
                        1,
                        30,
                        f(5, 2),
                        f(0),
                        d(2),
                        new RoundMetrics(0.1, Map.of("m", 1.0), 40, 7, 3, 9)))
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
  void meanOfOneWorkerIsItsOwnResult() {
    float[] parameters = randomFloats(new Random(1), 100);
    RoundMean one = new RoundMean(0, 640, parameters.clone(), f(), State.EMPTY, METRICS);
    assertThat(RoundMean.of(List.of(one).iterator()).state(1).parameters())
        .containsExactly(parameters);
  }

  @Test
  void orderOfArrivalDoesNotMatter() {
    TrainingState expected = RoundMean.of(random(9, true).iterator()).state(1);
    for (int seed = 0; seed < 5; seed++) {
      List<RoundMean> shuffled = random(9, true);
      Collections.shuffle(shuffled, new Random(seed));
      TrainingState state = RoundMean.of(shuffled.iterator()).state(1);
      assertThat(state.parameters()).containsExactly(expected.parameters());
      assertThat(state.updater()).containsExactly(expected.updater());
      assertThat(state.averaged().get("a")).containsExactly(expected.averaged().get("a"));
    }
  }

  @Test
  void averagedVectorsAreMeansAndLocalVectorsStaySeparate() {
    TrainingState shared = RoundMean.of(random(3, true).iterator()).state(1);
    TrainingState apart = RoundMean.of(random(3, false).iterator()).state(1);
    for (int i = 0; i < 4; i++) {
      double mean = 0;
      for (int worker = 0; worker < 3; worker++) {
        mean += apart.components(worker).vector("a")[i] / 3;
      }
      assertThat(shared.averaged().get("a")[i]).isCloseTo(mean, within(1e-15));
    }
    assertThat(apart.averaged()).isEmpty();
    assertThat(shared.components(2).vector("a")).isSameAs(shared.components(0).vector("a"));
    assertThat(apart.components(2).vector("a")).isNotEqualTo(apart.components(0).vector("a"));
  }

  /** A count with a rounding error would activate a term one minibatch too early or too late. */
  @Test
  void countThatAllWorkersShareStaysWhole() {
    for (int workers = 1; workers <= 100; workers++) {
      double count = 7;
      for (int round = 1; round <= 5; round++) {
        List<RoundMean> parts = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
          parts.add(new RoundMean(worker, 40, f(1), f(), d(count + 10), METRICS));
        }
        count = RoundMean.of(parts.iterator()).state(1).averaged().get("a")[0];
      }
      assertThat(count).as("%d workers", workers).isEqualTo(57);
    }
  }

  /**
   * Three workers that average their moments after every second minibatch have the moments of one
   * worker that saw the union of their minibatches.
   */
  @Test
  void averagedMomentsEqualThoseOfOneWorkerWithAllData() {
    int workers = 3;
    int n = 5;
    Term single = TERM.create();
    State averaged = State.EMPTY;
    for (int round = 0; round < 4; round++) {
      List<Term> terms = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        Term term = TERM.create();
        term.restore(averaged);
        terms.add(term);
      }
      for (int i = 0; i < 2; i++) {
        INDArray o = Nd4j.randn(DataType.DOUBLE, workers * n, 4);
        INDArray z = Nd4j.randn(DataType.DOUBLE, workers * n, 2).addi(o.getColumn(0, true));
        for (int worker = 0; worker < workers; worker++) {
          var rows = NDArrayIndex.interval(worker * n, (worker + 1) * n);
          advance(terms.get(worker), o.get(rows), z.get(rows));
        }
        advance(single, o, z);
      }
      List<RoundMean> parts = new ArrayList<>();
      for (int worker = 0; worker < workers; worker++) {
        State state = terms.get(worker).state();
        parts.add(new RoundMean(worker, 2 * n, f(1), f(), state, METRICS));
      }
      averaged = RoundMean.of(parts.iterator()).state(1).components(0);
      assertThat(averaged.vector("moments"))
          .containsExactly(single.state().vector("moments"), within(1e-12));
    }
  }

  @Test
  void survivesJavaSerialisation() {
    RoundMean mean = random(1, true).get(0);
    RoundMean copy = SerializationUtils.clone(mean);
    assertThat(copy).usingRecursiveComparison().isEqualTo(mean);
  }

  private static void advance(Term term, INDArray o, INDArray z) {
    int n = (int) o.size(0);
    StepSpec step =
        new StepSpec(
            List.of(ImageGroup.trained(ImageGroup.UNLABELLED, n)),
            List.of(NetworkGraph.LOGITS),
            new Optimizer.None(),
            false);
    term.advance(new TermInput(step, Map.of(NetworkGraph.LOGITS, flat(o)), flat(z)));
  }

  private static double[] flat(INDArray matrix) {
    return matrix.dup('c').data().asDouble();
  }

  /**
   * Returns the same results every time, as new objects, because a mean overwrites its first part.
   */
  static List<RoundMean> random(int workers, boolean shares) {
    List<RoundMean> parts = new ArrayList<>();
    for (int worker = 0; worker < workers; worker++) {
      Random random = new Random(worker);
      parts.add(
          new RoundMean(
              worker,
              10,
              randomFloats(random, 50),
              randomFloats(random, 20),
              state(random.doubles(4).toArray(), shares),
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

  private static State d(double... values) {
    return state(values, true);
  }

  private static State state(double[] values, boolean shares) {
    return shares ? State.averaged("a", values) : State.local("a", values);
  }
}
