package io.lautum.cli.doctor;

import io.lautum.operations.device.BackendException;
import io.lautum.operations.device.CudaBackend;
import io.lautum.operations.device.NvidiaSmi;
import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Checks that ND4J computes on the GPUs that Spark has assigned to this process, and reports the
 * driver's information about them.
 *
 * @param addresses GPUs that Spark has assigned; may be empty
 * @param cuda whether ND4J uses its CUDA backend
 * @param builtForGpus whether the build has that backend
 * @param gpus GPUs that nvidia-smi lists; queried only if the build or Spark has any
 */
record GpuCheck(
    List<String> addresses, boolean cuda, boolean builtForGpus, List<NvidiaSmi.Gpu> gpus)
    implements Check {

  /** Returns a check of this process. */
  static GpuCheck here(List<String> addresses) {
    boolean builtForGpus = CudaBackend.isOnClassPath();
    return new GpuCheck(
        addresses,
        builtForGpus && isCudaLoaded(),
        builtForGpus,
        builtForGpus || !addresses.isEmpty() ? NvidiaSmi.gpus() : List.of());
  }

  private static boolean isCudaLoaded() {
    try {
      return CudaBackend.isLoaded();
    } catch (BackendException e) {
      // Nd4jBackendCheck reports the failure.
      return false;
    }
  }

  @Override
  public String name() {
    return "GPUs";
  }

  @Override
  public CheckResult run() {
    String assigned = addresses.isEmpty() ? "none from Spark" : "from Spark " + addresses;
    if (cuda) {
      return CheckResult.passed(
          name(),
          "%s, CUDA sees %d; %s"
              .formatted(assigned, Nd4j.getAffinityManager().getNumberOfDevices(), described()));
    }
    if (addresses.isEmpty()) {
      return CheckResult.passed(name(), assigned + ", ND4J computes on the CPU");
    }
    String detail = assigned + ", but ND4J computes on the CPU; " + described();
    return builtForGpus
        ? CheckResult.failed(
            name(),
            detail + "; " + CudaBackend.unavailableReason().orElse("CUDA itself could run"),
            "see docs/gpu.md; unset BACKEND_PRIORITY_GPU and BACKEND_PRIORITY_CPU on executors")
        : CheckResult.failed(
            name(),
            detail + "; this build has no CUDA backend",
            "build with mvn -Pcuda package, or leave out --cluster gpu");
  }

  private String described() {
    return gpus.isEmpty()
        ? "nvidia-smi lists none"
        : gpus.stream().map(NvidiaSmi.Gpu::toString).collect(Collectors.joining("; "));
  }
}
