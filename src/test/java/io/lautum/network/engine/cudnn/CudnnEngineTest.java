package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.network.step.Precision;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CudnnEngineTest {
  /** JavaCPP reports exhausted memory as an error, which is no exception. */
  @Test
  void errorWhileCompilingClosesTheDevice() {
    List<String> calls = new ArrayList<>();
    Device device =
        (Device)
            Proxy.newProxyInstance(
                Device.class.getClassLoader(),
                new Class<?>[] {Device.class},
                (proxy, method, arguments) -> {
                  calls.add(method.getName());
                  if (method.getName().equals("allocate")) {
                    throw new OutOfMemoryError("for a test");
                  }
                  return null;
                });
    assertThatThrownBy(
            () ->
                new CudnnEngine(TestDevices.of(() -> device))
                    .create(RecordedStepTest.network(3), RecordedStepTest.STEP, Precision.FLOAT))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(calls).containsExactly("allocate", "close");
  }
}
