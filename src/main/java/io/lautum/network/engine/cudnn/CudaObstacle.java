package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudart.CUDA_VERSION;
import static org.bytedeco.cuda.global.cudart.cudaErrorCompatNotSupportedOnDevice;
import static org.bytedeco.cuda.global.cudart.cudaErrorDeviceAlreadyInUse;
import static org.bytedeco.cuda.global.cudart.cudaErrorDevicesUnavailable;
import static org.bytedeco.cuda.global.cudart.cudaErrorMemoryAllocation;
import static org.bytedeco.cuda.global.cudart.cudaErrorSystemDriverMismatch;
import static org.bytedeco.cuda.global.cudart.cudaErrorSystemNotReady;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.network.step.Precision;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the reason why a process cannot compute on a GPU, and the remedy, as one sentence. */
final class CudaObstacle {
  /** CUDA's major version that the build's bindings are made for. */
  static final int CUDA = CUDA_VERSION / 1000;

  private static final int LOWEST_DRIVER = CUDA >= 13 ? 580 : 525;
  private static final int LOWEST_CAPABILITY = 75;
  private static final int LOWEST_CAPABILITY_OF_SHORT_FORMATS = 80;

  private static final Pattern LIBRARY = Pattern.compile("lib[\\w.+-]+");

  private CudaObstacle() {}

  /** Returns the reason; empty if there is none. Throws nothing. */
  static Optional<String> of(CudaProbe probe, Precision precision) {
    try {
      return libraries(probe).or(() -> gpu(probe, precision));
    } catch (UserException e) {
      return Optional.of(e.getMessage());
    } catch (LinkageError | RuntimeException e) {
      return Optional.of(Text.format("CUDA cannot be used: %s; run nvidia-smi", e));
    }
  }

  private static Optional<String> libraries(CudaProbe probe) {
    if (probe.isForNd4j()) {
      return Optional.of("this build has CUDA 11.6 for the engine dl4j; build it without -Pcuda");
    }
    if (!probe.hasDriver()) {
      return Optional.of(
          Text.format(
              "there is no NVIDIA driver (libcuda.so.1); install version %d or newer, and in a"
                  + " container use NVIDIA's runtime",
              LOWEST_DRIVER));
    }
    Optional<String> version = probe.driverVersion();
    if (version.isPresent() && major(version.get()) < LOWEST_DRIVER) {
      return Optional.of(tooOld(version.get()));
    }
    Optional<String> missing = probe.missingLibrary();
    if (missing.isPresent()) {
      return Optional.of(missing(missing.get()));
    }
    if (probe.driverCuda() < CUDA) {
      return Optional.of(tooOld(version.orElse("for CUDA " + probe.driverCuda())));
    }
    return Optional.empty();
  }

  private static int major(String version) {
    return Integer.parseInt(version.split("\\.")[0]);
  }

  private static String tooOld(String version) {
    return Text.format(
        "the NVIDIA driver is %s, and CUDA %d needs %d or newer; update the driver%s",
        version,
        CUDA,
        LOWEST_DRIVER,
        CUDA >= 13 ? ", or build with -Dcuda.version=12.9-9.10-1.5.12 for CUDA 12" : "");
  }

  private static String missing(String library) {
    if (!LIBRARY.matcher(library).matches()) {
      return Text.format(
          "CUDA's libraries do not load (%s); install CUDA %d and cuDNN 9 with NVIDIA's packages",
          library, CUDA);
    }
    return library.startsWith("libcu") || library.startsWith("libnv")
        ? Text.format(
            "the library %s is missing; install CUDA %d and cuDNN 9 with NVIDIA's packages, use"
                + " NVIDIA's container image with cuDNN, or add the folders nvidia/*/lib of a"
                + " Python installation to LD_LIBRARY_PATH",
            library, CUDA)
        : Text.format(
            "the library %s of this system is missing; install it, such as with the packages"
                + " libstdc++6 and libgcc-s1",
            library);
  }

  private static Optional<String> gpu(CudaProbe probe, Precision precision) {
    int status = probe.startStatus();
    if (status != 0) {
      return Optional.of(Text.format("CUDA does not start (error %d); %s", status, remedy(status)));
    }
    if (probe.devices() == 0) {
      return Optional.of(
          "CUDA finds no GPU in this process; check nvidia-smi -L and CUDA_VISIBLE_DEVICES");
    }
    if (probe.isUnassigned()) {
      return Optional.of(
          "Spark has assigned no GPU to this executor; add --cluster gpu to request one");
    }
    int ordinal = probe.ordinal();
    int capability = probe.capability();
    if (capability < LOWEST_CAPABILITY) {
      return Optional.of(
          Text.format(
              "GPU %d has compute capability %s, and the engine needs 7.5 (Turing) or newer; use"
                  + " such a GPU, or the engine dl4j in a build with -Pcuda",
              ordinal, capability / 10.0));
    }
    if (precision != Precision.FLOAT && capability < LOWEST_CAPABILITY_OF_SHORT_FORMATS) {
      return Optional.of(
          Text.format(
              "GPU %d has compute capability %s, and %s needs 8.0 (Ampere) or newer; set"
                  + " network.precision to float",
              ordinal, capability / 10.0, precision));
    }
    return context(ordinal, probe.contextStatus());
  }

  /** Returns what helps against an error of CUDA's start; nvidia-smi may work in spite of it. */
  private static String remedy(int status) {
    return switch (status) {
      case cudaErrorSystemNotReady ->
          "the GPUs' NVSwitches are not ready: start the service nvidia-fabricmanager, in the"
              + " driver's version";
      case cudaErrorSystemDriverMismatch ->
          "the driver's library and kernel module have different versions: restart the machine";
      case cudaErrorCompatNotSupportedOnDevice ->
          "this GPU does not support CUDA's package cuda-compat: update the driver, or take that"
              + " package's folder out of LD_LIBRARY_PATH";
      default -> "run nvidia-smi, and see the messages of the kernel (dmesg)";
    };
  }

  private static Optional<String> context(int ordinal, int status) {
    if (status == cudaErrorDevicesUnavailable || status == cudaErrorDeviceAlreadyInUse) {
      return Optional.of(
          Text.format(
              "another process uses GPU %d exclusively; end the process that nvidia-smi lists, or"
                  + " set its compute mode to default with nvidia-smi -c 0",
              ordinal));
    }
    if (status == cudaErrorMemoryAllocation) {
      return Optional.of(
          Text.format(
              "other processes use the memory of GPU %d; end those that nvidia-smi lists",
              ordinal));
    }
    return status == 0
        ? Optional.empty()
        : Optional.of(
            Text.format("GPU %d cannot be used (CUDA error %d); run nvidia-smi", ordinal, status));
  }
}
