package io.lautum.cli.gpucheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.check.StepTime;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import io.lautum.operations.device.NvidiaSmi;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class GpuCheckTest {
  private static final NvidiaSmi.Gpu GPU =
      new NvidiaSmi.Gpu("0", "GPU-a", "NVIDIA H100", "580.1", "81559", "81000");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** An engine for a GPU, with or without a driver; each step fails. */
  private static class GpuEngine implements Engine {
    private final Supplier<Optional<String>> missing;

    GpuEngine(Supplier<Optional<String>> missing) {
      this.missing = missing;
    }

    @Override
    public String name() {
      return "cudnn";
    }

    @Override
    public int rank() {
      return 1;
    }

    @Override
    public Optional<String> obstacle(NetworkGraph network, StepSpec step, Precision precision) {
      return missing.get();
    }

    @Override
    public CompiledNetwork create(NetworkGraph network, StepSpec step, Precision precision) {
      throw new IllegalStateException("CUDNN_STATUS_EXECUTION_FAILED");
    }
  }

  private static final Engine WITHOUT_DRIVER =
      new GpuEngine(() -> Optional.of("there is no driver"));

  private int run(List<Engine> engines, List<NvidiaSmi.Gpu> gpus, String... arguments) {
    return GpuCheck.run(engines, gpus, new PrintStream(out), new PrintStream(err), arguments);
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void machineWithoutAGpuPassesOnTheCpu() {
    int code = run(List.of(WITHOUT_DRIVER, new OneDnnEngine()), List.of(), "--no-times");

    assertThat(code).as(output()).isZero();
    assertThat(output())
        .startsWith("nvidia-smi lists no GPU")
        .contains("engine cudnn: not usable here: there is no driver")
        .contains("engine onednn on oneDNN ")
        .containsPattern("ok +residual sums: gradient by weights +\\d\\.\\de-\\d+ +1\\.0e-03")
        .endsWith(String.format("%nok%n"));
  }

  @Test
  void gpuThatCannotBeUsedIsAFailure() {
    int code = run(List.of(WITHOUT_DRIVER, new OneDnnEngine()), List.of(GPU), "--no-times");

    assertThat(code).isEqualTo(1);
    assertThat(output()).startsWith("GPU 0: NVIDIA H100, driver 580.1").contains("FAILED");
  }

  @Test
  void wantedEngineMustBeUsable() {
    assertThat(run(List.of(WITHOUT_DRIVER), List.of(), "--engine", "cudnn")).isEqualTo(1);
    assertThat(output()).contains("no engine is usable");
  }

  @Test
  void engineThatCannotBeAskedIsAFailure() {
    Engine engine =
        new GpuEngine(
            () -> {
              throw new UnsatisfiedLinkError("no libcudart.so.13");
            });

    assertThat(run(List.of(engine, new OneDnnEngine()), List.of(), "--no-times")).isEqualTo(1);
    assertThat(output()).contains("FAILED  engine cudnn: ", "libcudart.so.13", "engine onednn on ");
  }

  @Test
  void errorOfADeviceIsShownPerCheck() {
    int code = run(List.of(new GpuEngine(Optional::empty)), List.of(GPU), "--no-times");

    assertThat(code).isEqualTo(1);
    assertThat(output())
        .contains("FAILED  chain of layers: outputs")
        .contains("CUDNN_STATUS_EXECUTION_FAILED");
  }

  @Test
  void deviceThatCannotBeOpenedIsOneLine() {
    Engine engine =
        new GpuEngine(Optional::empty) {
          @Override
          public String device() {
            throw new IllegalStateException("cudnnCreate: cuDNN error 1002");
          }
        };

    assertThat(run(List.of(engine, new OneDnnEngine()), List.of(GPU), "--no-times")).isEqualTo(1);
    assertThat(output())
        .containsOnlyOnce("FAILED  engine cudnn: java.lang.IllegalStateException: cudnnCreate")
        .contains("engine onednn on ");
  }

  /** The checks before it have failed too; their table must not end with a stack trace. */
  @Test
  void errorOfTheMeasurementIsOneLine() {
    int code = run(List.of(new GpuEngine(Optional::empty)), List.of(GPU), "--no-torch");

    assertThat(code).isEqualTo(1);
    assertThat(output())
        .contains("FAILED  engine cudnn: java.lang.IllegalStateException: CUDNN_STATUS")
        .endsWith(String.format("%nFAILED%n"));
  }

  @Test
  void wrongOptionsEndWithCode2() {
    assertThat(run(List.of(), List.of(), "--fast")).isEqualTo(2);
    assertThat(run(List.of(WITHOUT_DRIVER), List.of(), "--engine", "tpu")).isEqualTo(2);
    assertThat(run(List.of(), List.of(), "--seconds", "many")).isEqualTo(2);
    assertThat(run(List.of(), List.of(), "--python")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("unknown option --fast", "must be one of cudnn", "'many'", "--python needs");
    assertThat(out.size()).isZero();
  }

  @Test
  void helpNamesEveryOption() {
    assertThat(run(List.of(), List.of(), "--help")).isZero();
    assertThat(output())
        .contains("--engine", "--no-times", "--no-torch", "--python", "--seconds", "Exit codes");
  }

  @Test
  void timesAreRelativeToTheFirstProgramOfAWorkload() {
    assertThat(
            Tables.times(
                List.of(
                    new StepTime("lenet 50+50", "cudnn, float", 0.0002, 9),
                    new StepTime("cnn 64+64", "cudnn, float", 0.001, 9),
                    new StepTime("lenet 50+50", "PyTorch", 0.002, 9))))
        .isEqualToNormalizingNewlines(
            """
            lenet 50+50                                   ms per step  relative
              cudnn, float                                      0.200      1.00
              PyTorch                                           2.000     10.00

            cnn 64+64                                     ms per step  relative
              cudnn, float                                      1.000      1.00

            """);
  }
}
