package io.lautum.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.Engine;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EngineSelfTestTest {
  /** An engine that fails at each step, or has an obstacle. */
  private record Unusable(Optional<String> obstacle) implements Engine {
    @Override
    public String name() {
      return "broken";
    }

    @Override
    public int rank() {
      return 0;
    }

    @Override
    public Optional<String> obstacle(NetworkGraph network, StepSpec step, Precision precision) {
      return precision == Precision.FLOAT ? obstacle : Optional.of("only float");
    }

    @Override
    public CompiledNetwork create(NetworkGraph network, StepSpec step, Precision precision) {
      throw new IllegalStateException("CUDNN_STATUS_NOT_INITIALIZED");
    }
  }

  @Test
  void engineThatFailsIsReportedWithTheFirstChecks() {
    CheckResult result = new EngineSelfTest(new Unusable(Optional.empty())).outcome();

    assertThat(result.ok()).isFalse();
    assertThat(result.name()).isEqualTo("engine broken");
    assertThat(result.detail())
        .startsWith("broken: float fails 35 of 35 checks: chain of layers: outputs ")
        .contains("CUDNN_STATUS_NOT_INITIALIZED");
    assertThat(result.remedy()).contains("network.engine");
  }

  @Test
  void engineWithoutItsDeviceIsNotAFailure() {
    CheckResult result =
        new EngineSelfTest(new Unusable(Optional.of("no NVIDIA driver"))).outcome();

    assertThat(result.ok()).isTrue();
    assertThat(result.detail()).isEqualTo("not usable in this process: no NVIDIA driver");
  }

  @Test
  void timesNeedAUsableEngine() {
    List<Engine> engines = List.of(new Unusable(Optional.of("no NVIDIA driver")));

    assertThat(new StepTimesCheck(engines).outcome().ok()).isFalse();
  }
}
