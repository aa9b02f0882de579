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
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
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

  private TrainingPlan plan() throws IOException {
    return TinyShards.write(new Path(folder.toUri()), 1).standard(Optimizer.constant(0.01), 2, 2);
  }
}
