package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

public class TreeMeanTest {
  private final JavaSparkContext spark = LocalSpark.context();

  /** Numbers of workers that need no layer, one layer and two layers. */
  @ParameterizedTest
  @ValueSource(ints = {1, 16, 17, 20, 300})
  void equalsFlatMeanUpToRounding(int workers) {
    RoundMean flat = RoundMean.of(RoundMeanTest.random(workers, true).iterator());
    RoundMean tree = tree(RoundMeanTest.random(workers, true), workers);
    assertThat(tree.state(1).parameters())
        .containsExactly(flat.state(1).parameters(), within(1e-6f));
    assertThat(tree.state(1).updater()).containsExactly(flat.state(1).updater(), within(1e-6f));
    assertThat(tree.state(1).averaged().get("a"))
        .containsExactly(flat.state(1).averaged().get("a"), within(1e-12));
    assertThat(tree.examples()).isEqualTo(10.0 * workers);
    RoundMetrics ofTree = tree.metrics();
    RoundMetrics ofFlat = flat.metrics();
    assertThat(ofTree.crossEntropy()).isCloseTo(ofFlat.crossEntropy(), within(1e-12));
    assertThat(ofTree.metrics().get("m")).isCloseTo(ofFlat.metrics().get("m"), within(1e-12));
    assertThat(ofTree.forwardPasses()).isEqualTo(ofFlat.forwardPasses()).isEqualTo(workers);
    assertThat(ofTree.seconds()).isEqualTo(ofFlat.seconds());
  }

  @Test
  void bitsDoNotDependOnOrderOfArrival() {
    TrainingState expected = tree(RoundMeanTest.random(40, false), 40).state(1);
    List<RoundMean> shuffled = RoundMeanTest.random(40, false);
    Collections.shuffle(shuffled, new Random(1));
    TrainingState state = tree(shuffled, 40).state(1);
    assertThat(state.parameters()).containsExactly(expected.parameters());
    assertThat(state.updater()).containsExactly(expected.updater());
    assertThat(state.local()).hasSize(40);
    for (int worker = 0; worker < 40; worker++) {
      assertThat(state.local().get(worker).get("a"))
          .containsExactly(expected.local().get(worker).get("a"));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 40})
  void bitsDoNotDependOnNumberOfFetches(int workers) {
    TrainingState expected = tree(RoundMeanTest.random(workers, true), workers).state(1);
    JavaRDD<RoundMean> results = spark.parallelize(RoundMeanTest.random(workers, true), 5);
    RoundMean mean = TreeMean.of(results, workers, 7);
    assertThat(mean.state(1)).usingRecursiveComparison().isEqualTo(expected);
    assertThat(mean.examples()).isEqualTo(10.0 * workers);
    assertThat(mean.metricsByWorker()).hasSize(workers);
  }

  /** Computing a result twice would train a round twice. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void everyResultIsComputedOnce(int fetches) {
    LongAccumulator computed = spark.sc().longAccumulator();
    TreeMean.of(
        spark
            .parallelize(RoundMeanTest.random(40, true), 8)
            .map(
                result -> {
                  computed.add(1);
                  return result;
                }),
        40,
        fetches);
    assertThat(computed.value()).isEqualTo(40);
  }

  private RoundMean tree(List<RoundMean> results, int workers) {
    return TreeMean.of(spark.parallelize(results, Math.min(workers, 8)), workers, 1);
  }
}
