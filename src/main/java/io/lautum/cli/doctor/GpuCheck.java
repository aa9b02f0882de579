package io.lautum.cli.doctor;

import io.lautum.Text;
import io.lautum.network.engine.cudnn.CudnnEngine;
import io.lautum.operations.device.BackendException;
import io.lautum.operations.device.CudaBackend;
import io.lautum.operations.device.NvidiaSmi;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Checks that the engine cudnn, or ND4J in a build for its CUDA backend, computes on the GPUs that
 * Spark has assigned to this process, and reports the driver's information about them.
 *
 * @param addresses GPUs that Spark has assigned; may be empty
 * @param cuda whether ND4J uses its CUDA backend
 * @param builtForGpus whether the build has that backend
 * @param obstacle reason why the engine cudnn cannot compute on them; empty if it can
 * @param gpus GPUs that nvidia-smi lists; queried only if the build or Spark has any
 */
record GpuCheck(
    List<String> addresses,
    boolean cuda,
    boolean builtForGpus,
    Optional<String> obstacle,
    List<NvidiaSmi.Gpu> gpus)
    implements Check {

  /** Returns a check of this process. */
  static GpuCheck here(List<String> addresses) {
    boolean builtForGpus = CudaBackend.isOnClassPath();
    return new GpuCheck(
        addresses,
        builtForGpus && isCudaLoaded(),
        builtForGpus,
        addresses.isEmpty() ? Optional.empty() : CudnnEngine.unavailableReason(),
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
          Text.format(
              "%s, CUDA sees %d; %s",
              assigned, Nd4j.getAffinityManager().getNumberOfDevices(), described()));
    }
    if (addresses.isEmpty()) {
      return CheckResult.passed(name(), assigned + ", ND4J computes on the CPU");
    }
    if (builtForGpus) {
      return CheckResult.failed(
          name(),
          Text.format(
              "%s, but ND4J computes on the CPU; %s; %s",
              assigned,
              described(),
              CudaBackend.unavailableReason().orElse("CUDA itself could run")),
          "see docs/gpu.md; unset BACKEND_PRIORITY_GPU and BACKEND_PRIORITY_CPU on executors");
    }
    return obstacle
        .map(
            reason ->
                CheckResult.failed(
                    name(),
                    Text.format(
                        "%s, but the engine cudnn cannot use them; %s; %s",
                        assigned, described(), reason),
                    "see docs/gpu.md, or leave out --cluster gpu"))
        .orElseGet(
            () ->
                CheckResult.passed(
                    name(), Text.format("%s, for the engine cudnn; %s", assigned, described())));
  }

  private String described() {
    return gpus.isEmpty()
        ? "nvidia-smi lists none"
        : gpus.stream().map(NvidiaSmi.Gpu::toString).collect(Collectors.joining("; "));
  }
}
