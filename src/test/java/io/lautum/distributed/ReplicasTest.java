package io.lautum.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.config.RegularizationConfig;
import io.lautum.execution.NetworkBlueprint;
import io.lautum.execution.TrainableNetwork;
import io.lautum.network.Updaters;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplicasTest {
  @TempDir java.nio.file.Path folder;

  @Test
  void waitForTheNextTaskOfTheirPlan() throws IOException {
    TrainingPlan plan = plan();
    TrainableNetwork network = Replicas.borrow(plan);
    assertThat(Replicas.borrow(plan)).as("in use").isNotSameAs(network);
    Replicas.giveBack(plan, network);
    assertThat(Replicas.borrow(plan)).isSameAs(network);
  }

  /** A network is compiled for its minibatch size. */
  @Test
  void areNotLentToAPlanWithAnotherMinibatchSize() throws IOException {
    TrainingPlan small = plan();
    TrainingPlan large =
        new TrainingPlan(
            new NetworkBlueprint(
                small.network().graph(),
                small.network().engine(),
                small.network().shape(),
                2 * small.batchSize(),
                RegularizationConfig.NONE),
            small.step(),
            small.manifest(),
            small.shards(),
            small.usesTarget(),
            small.sharesStatistics(),
            small.augmentation(),
            small.averagingFrequency(),
            small.rounds(),
            small.seed());
    TrainableNetwork network = Replicas.borrow(small);
    Replicas.giveBack(small, network);
    TrainableNetwork other = Replicas.borrow(large);
    other.load(TinyShards.start(large).parameters(), new float[0], new double[0], 0, 1);
    assertThat(other.fit(WorkerData.read(large, 0, new Configuration()).minibatches().get(0)))
        .isFinite();
    assertThatThrownBy(
            () -> other.fit(WorkerData.read(small, 0, new Configuration()).minibatches().get(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("expected \\[128\\] values, got \\[64\\]");
  }

  private TrainingPlan plan() throws IOException {
    return TinyShards.write(new Path(folder.toUri()), 1).standard(Updaters.constant(0.01), 2, 2);
  }
}
