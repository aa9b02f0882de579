package io.lautum.training.distributed.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import io.lautum.UserException;
import io.lautum.data.shard.Manifest;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import io.lautum.training.distributed.TinyShards;
import io.lautum.training.distributed.TinyTraining;
import io.lautum.training.distributed.TrainingDivergedException;
import io.lautum.training.distributed.TrainingListener;
import io.lautum.training.distributed.TrainingPlan;
import io.lautum.training.distributed.TrainingState;
import io.lautum.training.distributed.WorkerData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

public class Dl4jTrainerIT extends TinyTraining {
  @Test
  void learns() throws IOException {
    TrainingPlan plan = shards(2).standard(Optimizer.constant(0.005), 5, 12);
    List<TrainingListener.Round> rounds = new ArrayList<>();
    trainer().train(plan, TinyShards.start(plan), rounds::add);
    assertThat(rounds).hasSize(12);
    assertThat(rounds).extracting(TrainingListener.Round::iteration).startsWith(5, 10, 15);
    assertThat(rounds.get(11).crossEntropy()).isLessThan(0.5 * rounds.get(0).crossEntropy());
  }

  @Test
  void trainsTwoInputGraph() throws IOException {
    TrainingPlan plan = shards(2).lautum(Optimizer.constant(0.005), true, 3, 2);
    float[] start = TinyShards.start(plan).parameters();
    float[] weights = trainer().train(plan, TrainingState.initial(start), SILENT);
    assertThat(weights).hasSameSizeAs(start).isNotEqualTo(start);
  }

  /**
   * With a constant rate and no updater state, both trainers give the same result on one worker.
   */
  @Test
  void usesSameMinibatchesAsOtherTrainer() throws IOException {
    TrainingPlan plan = shards(1).standard(sgd(0.05), 2, 3);
    assertThat(trainer().train(plan, TinyShards.start(plan), SILENT))
        .containsExactly(plain(plan, 6), within(1e-6f));
  }

  /** Documents the reason for the other trainer: dl4j-spark starts every round at iteration 0. */
  @ParameterizedTest
  @MethodSource("fallingRates")
  void restartsLearningRateEachRound(LearningRate rate) throws IOException {
    TrainingPlan plan = shards(1).standard(new Optimizer.Sgd(rate, 0, false, 0), 2, 3);
    float[] weights = trainer().train(plan, TinyShards.start(plan), SILENT);
    assertThat(weights).containsExactly(plain(plan, 2), within(1e-6f));
    assertThat(weights).isNotEqualTo(plain(plan, 6));
  }

  static List<LearningRate> fallingRates() {
    return List.of(new LearningRate.LinearDecay(0.05, 6), new LearningRate.CosineDecay(0.05, 6));
  }

  @Test
  void momentumIsRejected() throws IOException {
    TrainingPlan plan =
        shards(1).standard(new Optimizer.Sgd(new LearningRate.Constant(0.1), 0.9, true, 0), 1, 1);
    assertThatThrownBy(() -> trainer().train(plan, TinyShards.start(plan), SILENT))
        .isInstanceOf(UserException.class)
        .hasMessage(
            "pretrain.trainer = dl4j: it does not support this form of SGD with momentum or weight"
                + " decay; set it to averaging");
  }

  /** Its graph has no weights of examples, so that it would learn the targets of no example. */
  @Test
  void trainingWithoutSourceIsRejected() throws IOException {
    TinyShards all = shards(1);
    Manifest manifest = all.manifest();
    Manifest target =
        new Manifest(
            manifest.seed(),
            manifest.workers(),
            null,
            manifest.target(),
            manifest.whitening(),
            manifest.shards());
    TrainingPlan plan =
        new TinyShards(all.folder(), target).lautum(Optimizer.constant(0.005), true, 1, 1);
    assertThatThrownBy(() -> trainer().train(plan, TinyShards.start(plan), SILENT))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("pretrain.trainer = dl4j: needs a source");
  }

  /** Trains without Spark, restarting the iteration count after {@code restart} iterations. */
  private static float[] plain(TrainingPlan plan, int restart) throws IOException {
    ComputationGraph graph = TinyShards.graph(plan);
    WorkerData.Minibatches minibatches = TinyShards.minibatches(plan, 0);
    for (int iteration = 0; iteration < plan.iterations(); iteration++) {
      graph.getConfiguration().setIterationCount(iteration % restart);
      graph.fit(TinyShards.dataSet(minibatches, iteration));
    }
    return graph.params().toFloatVector();
  }

  @Test
  void nonFiniteWeightsStopTraining() throws IOException {
    TrainingPlan plan = shards(2).standard(sgd(0.1), 1, 2);
    float[] weights = TinyShards.start(plan).parameters();
    Arrays.fill(weights, Float.NaN);
    assertThatThrownBy(() -> trainer().train(plan, TrainingState.initial(weights), SILENT))
        .isInstanceOf(TrainingDivergedException.class)
        .hasMessageStartingWith("training diverged in round 1: mean loss NaN");
  }

  @Test
  void moreWorkersThanSlotsAreRejected() throws IOException {
    TrainingPlan plan = shards(3).standard(sgd(0.1), 1, 1);
    assertThatThrownBy(() -> trainer().train(plan, TinyShards.start(plan), SILENT))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("workers = 3, but local[2] has 2 task slots");
  }

  @Test
  void cannotResume() throws IOException {
    TrainingPlan plan = shards(1).standard(sgd(0.1), 1, 1);
    TrainingState later =
        new TrainingState(new float[0], new float[0], 5, new TreeMap<>(), List.of());
    assertThatThrownBy(() -> trainer().train(plan, later, SILENT))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got iteration [5]");
  }

  private static Dl4jTrainer trainer() {
    return new Dl4jTrainer(LocalSpark.context());
  }
}
