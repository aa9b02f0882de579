package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import io.lautum.UserException;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.step.Optimizer;
import io.lautum.training.NetworkBlueprint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EngineChoicesJobTest extends TinyTraining {
  private static final EngineChoices ONEDNN = EngineChoices.of("onednn", new TreeMap<>());

  private static EngineChoicesJob.Finding finding(String host, String device, String choice) {
    return new EngineChoicesJob.Finding(
        host,
        device,
        choice.isEmpty()
            ? EngineChoices.NONE
            : EngineChoices.of(device, new TreeMap<>(Map.of("shape", choice))),
        null);
  }

  @Test
  void allWorkersAnswer() throws IOException {
    NetworkBlueprint network = shards(2).standard(Optimizer.constant(0.01), 2, 2).network();
    EngineChoicesJob job = new EngineChoicesJob(LocalSpark.context(), 2);
    assertThat(job.choose(network)).isEqualTo(ONEDNN);
    assertThat(job.choose(network.withChoices(ONEDNN))).isEqualTo(ONEDNN);
  }

  @Test
  void problemOfWorkerReachesTheDriver() throws IOException {
    NetworkBlueprint network = shards(2).standard(Optimizer.constant(0.01), 2, 2).network();
    EngineChoicesJob job = new EngineChoicesJob(LocalSpark.context(), 2);
    EngineChoices recorded = EngineChoices.of("H100", new TreeMap<>());
    assertThatThrownBy(() -> job.choose(network.withChoices(recorded)))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("[H100]")
        .hasMessageContaining("[onednn]");
    assertThatThrownBy(() -> job.choose(network.executedBy("unknown")))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("unknown");
  }

  @Test
  void eachDeviceHasChoicesOfItsFirstWorker() {
    EngineChoices merged =
        EngineChoicesJob.merge(
            List.of(
                finding("a", "H100", "1/1/1"),
                finding("b", "H100", ""),
                finding("c", "A100", "2/2/2")));
    assertThat(merged.on("H100")).containsEntry("shape", "1/1/1");
    assertThat(merged.on("A100")).containsEntry("shape", "2/2/2");
  }

  @Test
  void differentDevicesAreNamedWithTheirWorkers() {
    assertThat(
            EngineChoicesJob.mixture(List.of(finding("a", "H100", ""), finding("b", "H100", ""))))
        .isEmpty();
    assertThat(
            EngineChoicesJob.mixture(
                List.of(
                    finding("a", "H100", ""), finding("b", "A100", ""), finding("a", "H100", ""))))
        .get()
        .asString()
        .contains("[H100]: worker 1 on a, 3 on a", "[A100]: worker 2 on b")
        .doesNotContain("\n");
  }

  /** A worker that Spark starts later may have another device than those of the beginning. */
  @Test
  void trainingStopsWithReasonOfWorkerWithoutChoices() throws IOException {
    TrainingPlan plan = shards(1).standard(Optimizer.constant(0.01), 2, 2);
    TrainingPlan elsewhere =
        plan.withNetwork(plan.network().withChoices(EngineChoices.of("H100", new TreeMap<>())));
    assertThatThrownBy(() -> trainer(2).train(elsewhere, TinyShards.start(plan), SILENT))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("[H100]")
        .hasMessageContaining("[onednn]");
  }
}
