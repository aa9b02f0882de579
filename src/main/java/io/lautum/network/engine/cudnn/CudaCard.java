package io.lautum.network.engine.cudnn;

import static org.bytedeco.cuda.global.cublas.cublasGetVersion_v2;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetName;
import static org.bytedeco.cuda.global.cudart.cuDeviceGetUuid;
import static org.bytedeco.cuda.global.cudart.cudaDevAttrComputeCapabilityMajor;
import static org.bytedeco.cuda.global.cudart.cudaDevAttrComputeCapabilityMinor;
import static org.bytedeco.cuda.global.cudart.cudaDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudnn.cudnnGetVersion;

import io.lautum.Text;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.cuda.cudart.CUuuid;

/** Reads the properties of a GPU. */
final class CudaCard {
  private static final int NAME_LENGTH = 256;
  private static final int UUID_LENGTH = 16;

  private CudaCard() {}

  /** Returns the compute capability times 10, such as 90. */
  static int capability(int ordinal) {
    return 10 * attribute(cudaDevAttrComputeCapabilityMajor, ordinal)
        + attribute(cudaDevAttrComputeCapabilityMinor, ordinal);
  }

  /** Returns the architecture for compilers, such as {@code sm_90}. */
  static String architecture(int ordinal) {
    return "sm_" + capability(ordinal);
  }

  private static int attribute(int number, int ordinal) {
    int[] value = new int[1];
    CudaStatus.cuda(cudaDeviceGetAttribute(value, number, ordinal), "cudaDeviceGetAttribute");
    return value[0];
  }

  /** Returns the model, for which the context must have been created. */
  static String name(int ordinal) {
    byte[] name = new byte[NAME_LENGTH];
    CudaStatus.cuda(cuDeviceGetName(name, name.length, ordinal), "cuDeviceGetName");
    return new String(name, StandardCharsets.UTF_8).split("\0", 2)[0];
  }

  /**
   * Returns the UUID as nvidia-smi prints it, for which the context must have been created. If this
   * process sees a MIG device, its UUID has the same form here.
   */
  static String uuid(int ordinal) {
    byte[] bytes = new byte[UUID_LENGTH];
    try (CUuuid uuid = new CUuuid()) {
      CudaStatus.cuda(cuDeviceGetUuid(uuid, ordinal), "cuDeviceGetUuid");
      for (int i = 0; i < UUID_LENGTH; i++) {
        bytes[i] = uuid.bytes(i);
      }
    }
    return HexFormat.of()
        .formatHex(bytes)
        .replaceFirst("(.{8})(.{4})(.{4})(.{4})(.{12})", "GPU-$1-$2-$3-$4-$5");
  }

  /** Returns what determines the bits of results. */
  static DeviceIdentity identity(int ordinal, cublasContext cublas) {
    int[] version = new int[1];
    CudaStatus.cublas(cublasGetVersion_v2(cublas, version), "cublasGetVersion");
    return new DeviceIdentity(
        Text.format("%s (%s)", name(ordinal), architecture(ordinal)),
        Text.format("cuDNN %d, cuBLAS %d", cudnnGetVersion(), version[0]));
  }
}
