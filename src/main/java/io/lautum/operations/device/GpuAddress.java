package io.lautum.operations.device;

import io.lautum.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The address of a GPU, as submit/gpu-discovery.sh prints it: an index of nvidia-smi, or a UUID.
 * CUDA numbers the devices that a process sees from 0, which is another thing wherever {@code
 * CUDA_VISIBLE_DEVICES} is set or MIG divides a GPU.
 */
public final class GpuAddress {
  public static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  /** Set by NVIDIA's container runtime and Kubernetes' device plugin. */
  public static final String CONTAINER = "NVIDIA_VISIBLE_DEVICES";

  private GpuAddress() {}

  /**
   * CUDA's number of the device.
   *
   * @param environment of this process, as it was when it started: CUDA looks at no other
   * @param count devices that CUDA sees
   * @throws UserException if this process cannot compute on it
   */
  public static int ordinal(String address, Map<String, String> environment, int count) {
    int ordinal = ordinal(address, environment);
    if (ordinal >= count) {
      throw new UserException(
          "GPU %s: CUDA sees %d devices in this executor, %s = %s: run the executor where the discovery script ran"
              .formatted(address, count, VISIBLE, environment.getOrDefault(VISIBLE, "(not set)")));
    }
    return ordinal;
  }

  private static int ordinal(String address, Map<String, String> environment) {
    String visible = environment.get(VISIBLE);
    if (visible != null) {
      List<String> entries = Arrays.stream(visible.split(",")).map(String::strip).toList();
      int position = entries.indexOf(address);
      if (position < 0 || (position > 0 && address.startsWith("MIG-"))) {
        throw new UserException(
            "GPU %s: this executor has %s = %s, %s"
                .formatted(
                    address,
                    VISIBLE,
                    visible,
                    position < 0
                        ? "which does not name it: run the discovery script with the same value"
                        : "of which CUDA uses the first MIG device alone: start one worker or"
                            + " container a MIG device"));
      }
      return position;
    }
    if (address.matches("\\d{1,6}")) {
      return Integer.parseInt(address);
    }
    if (address.equals(environment.get(CONTAINER))) {
      return 0;
    }
    throw new UserException(
        "GPU %s: CUDA takes a device by UUID, such as one of MIG, from %s alone, which must be set before the executor starts: start one standalone worker a device with %s=%s, or one container a device"
            .formatted(address, VISIBLE, VISIBLE, address));
  }
}
