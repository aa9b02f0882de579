package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.State;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.TrainingStep;
import io.lautum.training.TrainingSteps;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkPoolTest {
  @TempDir java.nio.file.Path folder;

  @Test
  void waitForNextTaskOfSamePlan() throws IOException {
    TrainingPlan plan = plan();
    TrainingStep network = NetworkPool.borrow(plan);
    assertThat(NetworkPool.borrow(plan)).as("in use").isNotSameAs(network);
    NetworkPool.giveBack(plan, network);
    assertThat(NetworkPool.borrow(plan)).isSameAs(network);
  }

  /** A network is compiled for a fixed minibatch size. */
  @Test
  void areNotLentToPlanWithOtherMinibatchSize() throws IOException {
    TrainingPlan small = plan();
    NetworkBlueprint network = small.network();
    ImageGroup twice = ImageGroup.trained(ImageGroup.LABELLED, 2 * small.batchSize());
    TrainingPlan large =
        new TrainingPlan(
            new NetworkBlueprint(
                network.network(),
                network.engine(),
                network.precision(),
                List.of(twice),
                network.optimizer(),
                network.terms(),
                network.regularization()),
            small.step(),
            small.manifest(),
            small.shards(),
            small.augmentation(),
            AugmentationConfig.OFF,
            0,
            0,
            small.averagingInterval(),
            small.rounds(),
            small.seed());
    TrainingStep lent = NetworkPool.borrow(small);
    NetworkPool.giveBack(small, lent);
    TrainingStep other = NetworkPool.borrow(large);
    other.load(EngineState.initial(TinyShards.start(large).parameters()), State.EMPTY, 1);
    assertThat(other.fit(WorkerData.read(large, 0, new Configuration()).minibatches().get(0)))
        .isFinite();
    assertThatThrownBy(
            () -> other.fit(WorkerData.read(small, 0, new Configuration()).minibatches().get(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("expected \\[128\\] values, got \\[64\\]");
  }

  /** Other choices of the engine compute other bits. */
  @Test
  void areNotLentToPlanWithOtherChoices() throws IOException {
    TrainingPlan plan = plan();
    TrainingPlan chosen =
        plan.withNetwork(plan.network().withChoices(EngineChoices.of("onednn", new TreeMap<>())));
    TrainingStep network = NetworkPool.borrow(plan);
    NetworkPool.giveBack(plan, network);
    assertThat(NetworkPool.borrow(chosen)).isNotSameAs(network);
  }

  /** Another training borrows a network while this one closes the other's idle networks. */
  @Test
  void areNotLentToTrainingOfOtherPlanAtTheSameTime() throws Exception {
    TrainingPlan plan = plan();
    TrainingPlan other = plan.withNetwork(plan.network().averagingWeights(true));
    AtomicReference<TrainingStep> ofOther = new AtomicReference<>();
    Thread thread =
        new Thread(
            () -> {
              ofOther.set(NetworkPool.borrow(other));
              NetworkPool.giveBack(other, ofOther.get());
            });
    idle(
        other,
        TrainingSteps.closing(
            other.network(),
            () -> {
              thread.start();
              join(thread, 500);
            }));
    TrainingStep network = NetworkPool.borrow(plan);
    join(thread, 0);
    assertThat(network).isNotSameAs(ofOther.get());
  }

  @Test
  void areClosedWhenARoundFails() throws IOException {
    TrainingPlan plan = plan();
    AtomicInteger closed = new AtomicInteger();
    idle(plan, TrainingSteps.counting(plan.network(), closed));
    WorkerRounds rounds = new WorkerRounds(WorkerData.read(plan, 0, new Configuration()));
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> rounds.train(TinyShards.start(plan)))
          .isInstanceOf(CancellationException.class);
    } finally {
      Thread.interrupted();
    }
    assertThat(closed).hasValue(1);
  }

  /** Puts a network into the pool as the only one. */
  static void idle(TrainingPlan plan, TrainingStep network) {
    NetworkPool.borrow(plan).close();
    NetworkPool.closeIdle(plan);
    NetworkPool.giveBack(plan, network);
  }

  private static void join(Thread thread, long millis) {
    try {
      thread.join(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private TrainingPlan plan() throws IOException {
    return TinyShards.write(new Path(folder.toUri()), 1).standard(Optimizer.constant(0.01), 2, 2);
  }
}
