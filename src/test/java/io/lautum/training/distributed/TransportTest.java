package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.network.step.Optimizer;
import io.lautum.training.Minibatch;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.lang3.SerializationUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that are sent to executors arrive unchanged. */
public class TransportTest {
  @TempDir java.nio.file.Path folder;

  @Test
  void trainingPlan() throws IOException {
    TrainingPlan plan = plan();
    assertThat(SerializationUtils.clone(plan)).usingRecursiveComparison().isEqualTo(plan);
    assertThat(plan.workers()).isEqualTo(2);
    assertThat(plan.iterations()).isEqualTo(15);
  }

  @Test
  void trainingState() {
    TrainingState state =
        new TrainingState(
            new float[] {1, 2},
            new float[] {3},
            4,
            new TreeMap<>(Map.of("a", new double[] {5})),
            List.of(new TreeMap<>(), new TreeMap<>(Map.of("b", new double[] {6, 7}))));
    assertThat(SerializationUtils.clone(state)).usingRecursiveComparison().isEqualTo(state);
  }

  @Test
  void workerDataGivesSameMinibatches() throws IOException {
    WorkerData data = WorkerData.read(plan(), 1, new Configuration());
    WorkerData copy = SerializationUtils.clone(data);
    assertThat(copy.worker()).isEqualTo(1);
    for (int iteration = 0; iteration < 12; iteration++) {
      Minibatch expected = data.minibatches().get(iteration);
      Minibatch sent = copy.minibatches().get(iteration);
      assertThat(sent.targets()).usingRecursiveComparison().isEqualTo(expected.targets());
      assertThat(sent.extras()).usingRecursiveComparison().isEqualTo(expected.extras());
      assertThat(sent.pixels()).hasSize(2 * TinyShards.BATCH * 16).isEqualTo(expected.pixels());
      assertThat(expected.targets().rows()).isEqualTo(TinyShards.BATCH);
      assertThat(expected.extras().get(0)).hasSize(TinyShards.BATCH * 2);
    }
    assertThat(data.minibatches().get(0).pixels()).isNotEqualTo(data.minibatches().get(1).pixels());
  }

  @Test
  void trainingDivergedExceptionKeepsItsMessage() {
    TrainingDivergedException e = new TrainingDivergedException(3, 1, 25, "loss NaN");
    assertThat(SerializationUtils.clone(e))
        .hasMessageStartingWith("training diverged in round 3 at worker 1, minibatch 25: loss NaN");
  }

  private TrainingPlan plan() throws IOException {
    return TinyShards.write(new Path(folder.toUri()), 2)
        .lautum(Optimizer.constant(0.1), true, 3, 5);
  }
}
