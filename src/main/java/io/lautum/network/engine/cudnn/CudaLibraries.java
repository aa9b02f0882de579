package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cudart.cudaDriverGetVersion;
import static org.bytedeco.cuda.global.cudart.cudaErrorNoDevice;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceCount;
import static org.bytedeco.cuda.global.cudart.cudaGetLastError;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;

import io.lautum.operations.cluster.ProcessGpu;
import io.lautum.operations.device.CudaBackend;
import io.lautum.operations.device.GpuAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.cuda.global.cublas;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.cuda.global.cudnn;
import org.bytedeco.cuda.global.nvrtc;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;

/** The driver and CUDA's libraries on this machine. Nothing is loaded before it is needed. */
final class CudaLibraries implements CudaProbe {
  private static final int VERSIONS_PER_MAJOR = 1000;

  private static final Pattern MISSING =
      Pattern.compile("(lib[\\w.+-]+): cannot open shared object file");

  private static final String DRIVER = "libcuda.so.1";

  private static final Pattern DRIVER_FILE =
      Pattern.compile("/libcuda\\.so\\.(\\d{3}\\.\\d+(\\.\\d+)?)$", Pattern.MULTILINE);

  /** Holds the answer, which Java reports completely only at the first attempt. */
  private static final class Loaded {
    static final Optional<String> MISSING = load();

    private static Optional<String> load() {
      try {
        // JavaCPP's own library; if it does not load, the next call does not say why.
        Loader.load(Loader.class);
        Loader.loadGlobal(DRIVER);
        for (Class<?> library : List.of(cudart.class, cublas.class, cudnn.class, nvrtc.class)) {
          Loader.load(library);
        }
        return Optional.empty();
      } catch (LinkageError e) {
        return Optional.of(missing(e));
      }
    }
  }

  /** Returns the missing library's name, or the first line of the message. */
  static String missing(LinkageError error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      Matcher matcher = MISSING.matcher(String.valueOf(cause.getMessage()));
      if (matcher.find()) {
        return matcher.group(1);
      }
    }
    return String.valueOf(error.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public boolean isForNd4j() {
    return CudaBackend.isOnClassPath();
  }

  @Override
  public boolean hasDriver() {
    return !Loaded.MISSING.equals(Optional.of(DRIVER));
  }

  @Override
  public Optional<String> driverVersion() {
    return driverVersion(Path.of("/proc/self/maps"));
  }

  /**
   * Returns the version in the name of the driver's library. That of the kernel module can be older
   * where CUDA's package {@code cuda-compat} brings the library.
   *
   * @param maps list of the files that this process has mapped
   */
  static Optional<String> driverVersion(Path maps) {
    try {
      Matcher version = DRIVER_FILE.matcher(Files.readString(maps));
      return version.find() ? Optional.of(version.group(1)) : Optional.empty();
    } catch (IOException e) {
      // Then only CUDA's version is known.
      return Optional.empty();
    }
  }

  @Override
  public Optional<String> missingLibrary() {
    return Loaded.MISSING;
  }

  @Override
  public int driverCuda() {
    int[] version = new int[1];
    CudaStatus.cuda(cudaDriverGetVersion(version), "cudaDriverGetVersion");
    return version[0] / VERSIONS_PER_MAJOR;
  }

  @Override
  public int startStatus() {
    int status = cudaGetDeviceCount(new int[1]);
    return status == cudaErrorNoDevice ? 0 : status;
  }

  @Override
  public int devices() {
    int[] count = new int[1];
    // Fails if there is none.
    return cudaGetDeviceCount(count) == 0 ? count[0] : 0;
  }

  @Override
  public boolean isUnassigned() {
    return ProcessGpu.isExecutor() && ProcessGpu.address().isEmpty();
  }

  @Override
  public int ordinal() {
    return ProcessGpu.address()
        .map(address -> GpuAddress.ordinal(address, System.getenv(), devices()))
        .orElse(0);
  }

  @Override
  public int capability() {
    return CudaCard.capability(ordinal());
  }

  @Override
  public int contextStatus() {
    int status = cudaSetDevice(ordinal());
    if (status == 0) {
      status = cudaFree(new Pointer());
    }
    if (status != 0) {
      // Otherwise the next call would report this error.
      cudaGetLastError();
    }
    return status;
  }
}
