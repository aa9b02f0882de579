package io.lautum.operations.device;

import io.lautum.Text;
import io.lautum.UserException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The address of a GPU, as printed by submit/gpu-discovery.sh: an index of nvidia-smi, or a UUID.
 * CUDA numbers the devices that a process sees from 0, which gives other numbers if {@code
 * CUDA_VISIBLE_DEVICES} is set or MIG divides a GPU.
 */
public final class GpuAddress {
  public static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  /** Variable that NVIDIA's container runtime and Kubernetes' device plugin set. */
  public static final String CONTAINER = "NVIDIA_VISIBLE_DEVICES";

  /** Value of {@link #CONTAINER} if the Container Device Interface chose the devices. */
  private static final String CHOSEN_ELSEWHERE = "void";

  private GpuAddress() {}

  /**
   * Returns CUDA's number of the device.
   *
   * @param environment environment of this process at its start; CUDA ignores later changes
   * @param count number of devices that CUDA sees
   * @throws UserException if this process cannot compute on the device
   */
  public static int ordinal(String address, Map<String, String> environment, int count) {
    int ordinal = position(address, environment, count);
    if (ordinal >= count) {
      throw new UserException(
          Text.format(
              "GPU %s: CUDA sees %d devices in this executor, %s = %s; run the executor where the"
                  + " discovery script ran",
              address, count, VISIBLE, environment.getOrDefault(VISIBLE, "(not set)")));
    }
    return ordinal;
  }

  private static int position(String address, Map<String, String> environment, int count) {
    String visible = environment.get(VISIBLE);
    if (visible != null) {
      List<String> entries = Arrays.stream(visible.split(",")).map(String::strip).toList();
      int position = entries.indexOf(address);
      if (position < 0 || (position > 0 && address.startsWith("MIG-"))) {
        throw new UserException(
            Text.format(
                "GPU %s: this executor has %s = %s, %s",
                address,
                VISIBLE,
                visible,
                position < 0
                    ? "which does not contain it; run the discovery script with the same value"
                    : "of which CUDA uses only the first MIG device; start one worker or"
                        + " container per MIG device"));
      }
      return position;
    }
    if (address.matches("\\d{1,6}")) {
      return Integer.parseInt(address);
    }
    String container = environment.getOrDefault(CONTAINER, "");
    if (container.equals(address) || (container.equals(CHOSEN_ELSEWHERE) && count == 1)) {
      return 0;
    }
    throw new UserException(
        Text.format(
            "GPU %s: CUDA selects a device by UUID, such as a MIG device, only with %s, which must"
                + " be set before the executor starts; start one standalone worker per device with"
                + " %s=%s, or one container per device",
            address, VISIBLE, VISIBLE, address));
  }
}
