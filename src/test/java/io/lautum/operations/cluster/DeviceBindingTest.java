package io.lautum.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.UserException;
import io.lautum.operations.device.BackendException;
import io.lautum.operations.device.Devices;
import io.lautum.operations.device.GpuAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeviceBindingTest {
  @Test
  void threadComputesOnlyOnItsGpu() {
    FakeDevices devices = new FakeDevices(true, 4);

    DeviceBinding binding = DeviceBinding.bind(new String[] {"2"}, Map.of(), devices);

    assertThat(devices.selected).containsExactly(2);
    assertThat(binding.address()).isEqualTo("2");
    assertThat(binding.backend()).isEqualTo("Fake");
    assertThat(binding.computes()).isTrue();
    assertThat(SerializationUtils.clone(binding)).isEqualTo(binding);
  }

  @Test
  void severalGpusAreRejected() {
    FakeDevices devices = new FakeDevices(true, 4);

    assertThatThrownBy(() -> DeviceBinding.bind(new String[] {"0", "1"}, Map.of(), devices))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "a task has the GPUs [0, 1]: expected one; set spark.task.resource");
    assertThat(devices.selected).isEmpty();
  }

  @Test
  void bindingOfCpuBuildDoesNotCompute() {
    FakeDevices devices = new FakeDevices(false, 1);

    assertThat(DeviceBinding.bind(new String[] {"3"}, Map.of(), devices).computes()).isFalse();
    assertThat(devices.selected).isEmpty();
  }

  @Test
  void gpuWithoutBackendCodeIsReported() {
    FakeDevices devices = new FakeDevices(true, 1);
    DeviceBinding.tryOut(devices);
    devices.failure = new RuntimeException("no kernel image is available for execution");

    assertThatThrownBy(() -> DeviceBinding.tryOut(devices))
        .isInstanceOf(BackendException.class)
        .hasMessageContaining("no code for this GPU's compute capability");
  }

  @Test
  void bindsNothingOutsideTasks() {
    assertThat(DeviceBinding.ofTask()).isEmpty();
    assertThat(DeviceBinding.addressesOfTask()).isEmpty();
  }

  /** CUDA numbers the devices in the order in which CUDA_VISIBLE_DEVICES lists them. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | | | 0",
        "3 | | | 3",
        "5 | 7,5 | | 1",
        "GPU-a | GPU-b,GPU-a | | 1",
        "MIG-a | MIG-a | | 0",
        "MIG-a | MIG-a,MIG-b | | 0",
        "MIG-a | | MIG-a | 0",
      })
  void addressIsConvertedToCudaNumber(
      String address, String visible, String container, int ordinal) {
    assertThat(GpuAddress.ordinal(address, environment(visible, container), 4)).isEqualTo(ordinal);
  }

  /** The Container Device Interface gives a container its devices and sets this value. */
  @Test
  void onlyDeviceOfAContainerIsTheFirst() {
    assertThat(GpuAddress.ordinal("MIG-a", environment(null, "void"), 1)).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "4 | | | CUDA sees 4 devices in this executor",
        "4 | 5,6 | | which does not contain it",
        "MIG-b | MIG-a,MIG-b | | of which CUDA uses only the first MIG device",
        "MIG-a | | | start one standalone worker per device with CUDA_VISIBLE_DEVICES=MIG-a",
        "MIG-a | | MIG-a,MIG-b | only with CUDA_VISIBLE_DEVICES",
        "MIG-a | | void | only with CUDA_VISIBLE_DEVICES",
        "GPU-a | | all | only with CUDA_VISIBLE_DEVICES",
        "99999999999 | | | only with CUDA_VISIBLE_DEVICES",
      })
  void unusableGpuIsReportedWithReason(
      String address, String visible, String container, String message) {
    assertThatThrownBy(() -> GpuAddress.ordinal(address, environment(visible, container), 4))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith("GPU " + address + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void workersMustHaveDifferentGpus() {
    WorkerDevices.requireDistinct(
        List.of(
            binding("0", "a", "0", ""), binding("1", "a", "1", ""), binding("2", "b", "0", "")));
    // Two containers of one host each have a separate GPU with address 0.
    WorkerDevices.requireDistinct(
        List.of(binding("0", "a", "0", "GPU-x"), binding("1", "a", "0", "GPU-y")));

    List<DeviceBinding> same = List.of(binding("0", "a", "1", ""), binding("1", "a", "1", ""));
    assertThatThrownBy(() -> WorkerDevices.requireDistinct(same))
        .isInstanceOf(UserException.class)
        .hasMessageStartingWith(
            "executors 0 and 1 have the same GPU, 1 on a: expected one GPU per worker");
    List<DeviceBinding> sameByUuid =
        List.of(binding("0", "a", "0", "GPU-x"), binding("1", "a", "1", "GPU-x"));
    assertThatThrownBy(() -> WorkerDevices.requireDistinct(sameByUuid))
        .isInstanceOf(UserException.class);
  }

  /** An engine knows the device even if ND4J computes on the CPU. */
  @Test
  void engineIdentifiesTheGpu() {
    DeviceBinding unknown = new DeviceBinding("0", "a", "0", "", "CpuBackend", false);
    DeviceBinding mig = new DeviceBinding("0", "a", "MIG-x", "", "CpuBackend", false);

    assertThat(unknown.identified(() -> Optional.of("GPU-x")).device()).isEqualTo("GPU-x");
    assertThat(unknown.identified(Optional::empty)).isEqualTo(unknown);
    assertThat(mig.identified(() -> Optional.of("GPU-x")).device()).isEqualTo("MIG-x");
    assertThatThrownBy(
            () ->
                WorkerDevices.requireDistinct(
                    List.of(
                        unknown.identified(() -> Optional.of("GPU-x")),
                        new DeviceBinding("1", "b", "3", "", "CpuBackend", false)
                            .identified(() -> Optional.of("GPU-x")))))
        .isInstanceOf(UserException.class)
        .hasMessageContaining("executors 0 and 1 have the same GPU");
  }

  private static DeviceBinding binding(String executor, String host, String address, String uuid) {
    return new DeviceBinding(executor, host, address, uuid, "Fake", true);
  }

  private static Map<String, String> environment(String visible, String container) {
    Map<String, String> environment = new HashMap<>();
    if (visible != null) {
      environment.put(GpuAddress.VISIBLE, visible);
    }
    if (container != null) {
      environment.put(GpuAddress.CONTAINER, container);
    }
    return environment;
  }

  private static final class FakeDevices implements Devices {
    private final boolean gpus;
    private final int count;
    private final List<Integer> selected = new ArrayList<>();
    private RuntimeException failure;

    FakeDevices(boolean gpus, int count) {
      this.gpus = gpus;
      this.count = count;
    }

    @Override
    public String backend() {
      return "Fake";
    }

    @Override
    public boolean areGpus() {
      return gpus;
    }

    @Override
    public int count() {
      return count;
    }

    @Override
    public void compute() {
      if (failure != null) {
        throw failure;
      }
    }

    @Override
    public void select(int ordinal) {
      selected.add(ordinal);
    }
  }
}
