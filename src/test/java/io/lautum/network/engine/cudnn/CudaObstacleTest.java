package io.lautum.network.engine.cudnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.network.step.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaObstacleTest {
  /** A machine without problems, until a test changes it. */
  private static final class Machine implements CudaProbe {
    private boolean forNd4j;
    private boolean driver = true;
    private String version = "580.82.07";
    private String missing;
    private int cuda = 13;
    private int startStatus;
    private int devices = 1;
    private boolean unassigned;
    private int capability = 90;
    private int contextStatus;
    private RuntimeException failure;

    @Override
    public boolean isForNd4j() {
      return forNd4j;
    }

    @Override
    public boolean hasDriver() {
      return driver;
    }

    @Override
    public Optional<String> driverVersion() {
      return Optional.ofNullable(version);
    }

    @Override
    public Optional<String> missingLibrary() {
      return Optional.ofNullable(missing);
    }

    @Override
    public int driverCuda() {
      return cuda;
    }

    @Override
    public int startStatus() {
      return startStatus;
    }

    @Override
    public int devices() {
      return devices;
    }

    @Override
    public boolean isUnassigned() {
      return unassigned;
    }

    @Override
    public int ordinal() {
      if (failure != null) {
        throw failure;
      }
      return 2;
    }

    @Override
    public int capability() {
      return capability;
    }

    @Override
    public int contextStatus() {
      return contextStatus;
    }

    private String obstacle(Precision precision) {
      return CudaObstacle.of(this, precision).orElse("none");
    }

    private String obstacle() {
      return obstacle(Precision.FLOAT);
    }
  }

  private final Machine machine = new Machine();

  @Test
  void suitableMachineHasNoObstacle() {
    assertThat(machine.obstacle()).isEqualTo("none");
    machine.version = null;
    assertThat(machine.obstacle(Precision.TF32)).isEqualTo("none");
  }

  @Test
  void missingDriverIsNamed() {
    machine.driver = false;
    machine.missing = "libcudart.so.13";
    assertThat(machine.obstacle())
        .isEqualTo(
            "there is no NVIDIA driver (libcuda.so.1); install version 580 or newer, and in a"
                + " container use NVIDIA's runtime");
  }

  @Test
  void oldDriverIsNamedWithBothRemedies() {
    machine.version = "535.104.05";
    machine.missing = "libcudart.so.13";
    assertThat(machine.obstacle())
        .isEqualTo(
            "the NVIDIA driver is 535.104.05, and CUDA 13 needs 580 or newer; update the driver,"
                + " or build with -Dcuda.version=12.9-9.10-1.5.12 for CUDA 12");
    machine.version = null;
    machine.missing = null;
    machine.cuda = 12;
    assertThat(machine.obstacle()).startsWith("the NVIDIA driver is for CUDA 12, and CUDA 13");
  }

  @Test
  void missingLibraryIsNamedWithItsSources() {
    machine.missing = "libcudnn.so.9";
    assertThat(machine.obstacle())
        .startsWith("the library libcudnn.so.9 is missing; install CUDA 13 and cuDNN 9")
        .contains("container image", "Python installation to LD_LIBRARY_PATH");
    machine.missing = "undefined symbol: cudnnCreate";
    assertThat(machine.obstacle())
        .startsWith("CUDA's libraries do not load (undefined symbol: cudnnCreate); install");
  }

  @Test
  void missingLibraryOfTheSystemIsNotAskedOfNvidia() {
    machine.missing = "libstdc++.so.6";
    assertThat(machine.obstacle())
        .isEqualTo(
            "the library libstdc++.so.6 of this system is missing; install it, such as with the"
                + " packages libstdc++6 and libgcc-s1");
  }

  @Test
  void errorOfTheStartIsNotAMissingGpu() {
    machine.devices = 0;
    machine.startStatus = 802;
    assertThat(machine.obstacle())
        .isEqualTo(
            "CUDA does not start (error 802); the GPUs' NVSwitches are not ready: start the service"
                + " nvidia-fabricmanager, in the driver's version");
    machine.startStatus = 803;
    assertThat(machine.obstacle()).contains("different versions: restart the machine");
    machine.startStatus = 804;
    assertThat(machine.obstacle()).contains("cuda-compat: update the driver");
    machine.startStatus = 999;
    assertThat(machine.obstacle()).startsWith("CUDA does not start (error 999); run nvidia-smi");
  }

  @Test
  void gpuMustBeVisibleAssignedAndNewEnough() {
    machine.capability = 70;
    assertThat(machine.obstacle())
        .startsWith("GPU 2 has compute capability 7.0, and the engine needs 7.5 (Turing)");
    machine.capability = 75;
    assertThat(machine.obstacle()).isEqualTo("none");
    assertThat(machine.obstacle(Precision.TF32))
        .isEqualTo(
            "GPU 2 has compute capability 7.5, and tf32 needs 8.0 (Ampere) or newer; set"
                + " network.precision to float");
    machine.unassigned = true;
    assertThat(machine.obstacle()).contains("no GPU to this executor; add --cluster gpu");
    machine.devices = 0;
    assertThat(machine.obstacle()).startsWith("CUDA finds no GPU in this process; check");
  }

  @Test
  void otherProcessesOnTheGpuAreReported() {
    machine.contextStatus = 46;
    assertThat(machine.obstacle())
        .startsWith("another process uses GPU 2 exclusively; end the process");
    machine.contextStatus = 2;
    assertThat(machine.obstacle()).startsWith("other processes use the memory of GPU 2; end");
    machine.contextStatus = 999;
    assertThat(machine.obstacle()).startsWith("GPU 2 cannot be used (CUDA error 999); run");
    assertThat(CudaMemory.exhausted("cudaMalloc", 3L << 30, 70L << 30, 80L << 30))
        .isEqualTo(
            "the memory of the GPU is exhausted (cudaMalloc: 81920 MiB in all, 3072 MiB of this"
                + " process's networks, 68608 MiB of CUDA and other processes); lower"
                + " pretrain.batch-size, finetune.batch-size or evaluate.batch-size, or the number"
                + " of tasks per process (spark.executor.cores, --master local[N]), or end other"
                + " processes that nvidia-smi lists");
  }

  @Test
  void allocationBeyondTheLimitNamesTheSettingAndTheKeys() {
    assertThat(CudaMemory.beyondLimit(300L << 20, 1900L << 20, 2L << 30))
        .isEqualTo(
            "lautum.gpu.maxbytes = 2048M: this process's networks have 1900 MiB on the GPU and need"
                + " 300 MiB more; raise it, or lower pretrain.batch-size, finetune.batch-size or"
                + " evaluate.batch-size, or the number of tasks per process (spark.executor.cores,"
                + " --master local[N])");
  }

  /** No device is needed: an error of an allocation is found before CUDA is asked. */
  @Test
  void exhaustedHostMemoryIsReported() {
    assertThatThrownBy(() -> CudaStatus.host(2, "cudaHostAlloc"))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("cudaHostAlloc: this machine has too little memory")
        .hasMessageContaining("lower pretrain.batch-size, finetune.batch-size or evaluate");
  }

  @Test
  void buildForNd4jLeavesGpusToDl4j() {
    machine.forNd4j = true;
    assertThat(machine.obstacle()).contains("engine dl4j; build it without -Pcuda");
  }

  @Test
  void exceptionsAreReasons() {
    machine.failure = new UserException("GPU 7: CUDA sees 1 devices");
    assertThat(machine.obstacle()).isEqualTo("GPU 7: CUDA sees 1 devices");
    machine.failure = new IllegalStateException("cudaSetDevice: CUDA error 3");
    assertThat(machine.obstacle()).startsWith("CUDA cannot be used: ").contains("CUDA error 3");
  }

  @Test
  void missingLibraryIsFoundInTheMessagesOfCauses() {
    LinkageError error = new UnsatisfiedLinkError("no jnicudnn in java.library.path");
    error.initCause(
        new UnsatisfiedLinkError(
            "/c/libjnicudnn.so: libcudnn.so.9: cannot open shared object file: No such file"));
    assertThat(CudaLibraries.missing(error)).isEqualTo("libcudnn.so.9");
    assertThat(CudaLibraries.missing(new NoClassDefFoundError("a\nb"))).isEqualTo("a");
  }

  /** The kernel module of a container with cuda-compat can be older than the library. */
  @Test
  void driverVersionIsThatOfTheLoadedLibrary(@TempDir Path folder) throws IOException {
    Path maps = folder.resolve("maps");
    assertThat(CudaLibraries.driverVersion(maps)).isEmpty();
    String map = "7f5e4a000000-7f5e4a19f000 r--p 00000000 08:01 131 ";
    Files.writeString(maps, map + "/usr/lib/libc.so.6\n" + map + "/usr/lib/wsl/libcuda.so.1.1\n");
    assertThat(CudaLibraries.driverVersion(maps)).isEmpty();
    Files.writeString(maps, map + "/compat/libcuda.so.580.82.07\n" + map + "/lib/libm.so.6\n");
    assertThat(CudaLibraries.driverVersion(maps)).contains("580.82.07");
    Files.writeString(maps, map + "/usr/lib/x86_64-linux-gnu/libcuda.so.535.183\n");
    assertThat(CudaLibraries.driverVersion(maps)).contains("535.183");
  }
}
