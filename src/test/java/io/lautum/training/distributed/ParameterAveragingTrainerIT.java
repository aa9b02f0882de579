package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.lautum.DataException;
import io.lautum.UserException;
import io.lautum.WeightDifference;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.network.step.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.MultiDataSet;

public class ParameterAveragingTrainerIT extends TinyTraining {
  /**
   * Adam's bias correction and the falling rate both continue from round to round. The tolerances
   * exist because losses are computed outside DL4J, another engine adds in another order, and Adam
   * magnifies rounding errors of gradients near zero.
   */
  @ParameterizedTest
  @CsvSource({"dl4j, 1e-4, 1e-6", "onednn, 1e-3, 1e-4"})
  void oneWorkerEqualsPlainTraining(String engine, double weightRounding, double lossRounding)
      throws IOException {
    TrainingPlan plan =
        TinyShards.executedBy(engine, shards(1).standard(Optimizer.linearDecay(0.01, 9), 3, 3));
    ComputationGraph plain = TinyShards.graph(plan);
    WorkerData.Minibatches minibatches = TinyShards.minibatches(plan, 0);
    List<Double> losses = new ArrayList<>();
    for (int iteration = 0; iteration < 9; iteration++) {
      plain.fit(TinyShards.dataSet(minibatches, iteration));
      losses.add(plain.score());
    }
    List<TrainingListener.Round> rounds = new ArrayList<>();

    float[] weights = trainer(100).train(plan, TinyShards.start(plan), rounds::add);

    assertThat(WeightDifference.largest(weights, plain.params().toFloatVector()))
        .isLessThanOrEqualTo(weightRounding);
    assertThat(rounds).extracting(TrainingListener.Round::round).containsExactly(1, 2, 3);
    assertThat(rounds).extracting(TrainingListener.Round::iteration).containsExactly(3, 6, 9);
    for (int round = 0; round < 3; round++) {
      double mean =
          losses.subList(3 * round, 3 * round + 3).stream()
              .mapToDouble(Double::doubleValue)
              .average()
              .orElseThrow();
      assertThat(rounds.get(round).crossEntropy()).isCloseTo(mean, within(lossRounding));
      assertThat(rounds.get(round).metrics()).isEmpty();
    }
  }

  /** With gradient descent, the mean of two steps is the step on the union of both minibatches. */
  @Test
  void twoWorkersAveragingEveryStepEqualOneWithUnionOfMinibatches() throws IOException {
    TrainingPlan plan = shards(2).standard(sgd(0.05), 1, 6);
    ComputationGraph single = TinyShards.graph(plan);
    WorkerData.Minibatches one = TinyShards.minibatches(plan, 0);
    WorkerData.Minibatches two = TinyShards.minibatches(plan, 1);
    for (int iteration = 0; iteration < 6; iteration++) {
      single.fit(
          MultiDataSet.merge(
              List.of(TinyShards.dataSet(one, iteration), TinyShards.dataSet(two, iteration))));
    }
    float[] start = TinyShards.start(plan).parameters();

    float[] weights = trainer(100).train(plan, TinyShards.start(plan), SILENT);

    assertThat(WeightDifference.largest(weights, single.params().toFloatVector())).isLessThan(1e-6);
    assertThat(WeightDifference.largest(weights, start)).as("not vacuous").isGreaterThan(1e-3);
  }

  @Test
  void repeatedRunsHaveSameBits() throws IOException {
    TrainingPlan plan = shards(2).lautum(Optimizer.linearDecay(0.01, 12), true, 3, 4);
    float[] first = trainer(100).train(plan, TinyShards.start(plan), SILENT);
    float[] second = trainer(100).train(plan, TinyShards.start(plan), SILENT);
    assertThat(second).isEqualTo(first);
    TrainingPlan otherSeed =
        new TrainingPlan(
            plan.network(),
            plan.step(),
            plan.manifest(),
            plan.shards(),
            plan.augmentation(),
            AugmentationConfig.OFF,
            0,
            0,
            3,
            4,
            12);
    assertThat(trainer(100).train(otherSeed, TinyShards.start(plan), SILENT)).isNotEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void resumedRunHasBitsOfUndisturbedRun(boolean sharesStatistics) throws IOException {
    TrainingPlan plan =
        TinyShards.augmented(
            new AugmentationConfig(1, true, 0.1, 0.7, 1, 0.1, 0.2, 0),
            shards(2).lautum(Optimizer.linearDecay(0.01, 15), sharesStatistics, 3, 5));
    float[] undisturbed = trainer(100).train(plan, TinyShards.start(plan), SILENT);

    TrainingState saved = checkpointOfKilledRun(plan);
    assertThat(saved.iteration()).isEqualTo(6);
    List<TrainingListener.Round> rounds = new ArrayList<>();
    float[] resumed = trainer(2).train(plan, saved, rounds::add);

    assertThat(resumed).isEqualTo(undisturbed);
    assertThat(rounds).extracting(TrainingListener.Round::round).containsExactly(3, 4, 5);
  }

  @Test
  void learnsAndMeasuresInformation() throws IOException {
    TrainingPlan plan = shards(2).lautum(Optimizer.constant(0.005), true, 5, 12);
    List<TrainingListener.Round> rounds = new ArrayList<>();
    trainer(100).train(plan, TinyShards.start(plan), rounds::add);
    assertThat(rounds).hasSize(12);
    assertThat(rounds)
        .allSatisfy(
            round -> {
              assertThat(round.metrics().get("lautumInformation")).isPositive();
              assertThat(round.seconds()).isGreaterThan(round.averagingSeconds());
              assertThat(round.averagingSeconds()).isPositive();
              assertThat(round.examplesPerSecond() * round.seconds())
                  .isCloseTo(2 * 5 * TinyShards.BATCH, within(1e-6));
            });
    assertThat(rounds.get(11).crossEntropy()).isLessThan(0.5 * rounds.get(0).crossEntropy());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void nonFiniteWeightsStopTraining(boolean withTerm) throws IOException {
    TinyShards shards = shards(2);
    TrainingPlan plan =
        withTerm
            ? shards.lautum(Optimizer.constant(0.01), true, 3, 2)
            : shards.standard(Optimizer.constant(0.01), 3, 2);
    float[] weights = TinyShards.start(plan).parameters();
    Arrays.fill(weights, Float.NaN);
    assertThatThrownBy(() -> trainer(1).train(plan, TrainingState.initial(weights), SILENT))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageMatching(
            "training diverged in round 1 at worker [01], minibatch 1: loss NaN; lower pretrain.*");
  }

  @Test
  void divergenceStopsTrainingInRoundWhereItShows() throws IOException {
    TrainingPlan plan = shards(2).standard(Optimizer.constant(1e30), 1, 5);
    assertThatThrownBy(() -> trainer(1).train(plan, TinyShards.start(plan), SILENT))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageMatching("training diverged in round 2 at worker [01], minibatch 2: loss .*");
    assertThat(checkpoints(1).latest()).get().extracting(TrainingState::iteration).isEqualTo(1);
  }

  /**
   * The loss of the last minibatch is still finite, and no later one shows the infinite weights.
   */
  @Test
  void infiniteWeightsOfLastStepReachNeitherCheckpointNorModel() throws IOException {
    TrainingPlan plan = shards(2).standard(sgd(1e300), 1, 1);
    assertThatThrownBy(() -> trainer(1).train(plan, TinyShards.start(plan), SILENT))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageMatching(
            "training diverged in round 1 at worker [01], minibatch 1: "
                + "weights no longer finite after loss \\d.*");
    assertThat(checkpoints(1).latest()).isEmpty();
  }

  @Test
  void moreWorkersThanSlotsAreRejectedWithBothNumbers() throws IOException {
    TrainingPlan plan = shards(3).standard(sgd(0.1), 1, 1);
    assertThatThrownBy(() -> trainer(1).train(plan, TinyShards.start(plan), SILENT))
        .isInstanceOf(UserException.class)
        .hasMessage("workers = 3, but local[2] has 2 task slots; add cores, or set -D workers=2");
  }

  @Test
  void missingShardIsNamed() throws IOException {
    TrainingPlan plan = shards(2).standard(sgd(0.1), 1, 1);
    Files.delete(temporary.resolve("shards/source-train/shard-00001.parquet"));
    assertThatThrownBy(() -> trainer(1).train(plan, TinyShards.start(plan), SILENT))
        .satisfies(
            failure ->
                assertThat(ExceptionUtils.getThrowableList(failure))
                    .filteredOn(DataException.class::isInstance)
                    .singleElement()
                    .extracting(Throwable::getMessage, STRING)
                    .contains("source-train/shard-00001.parquet: missing"));
  }
}
