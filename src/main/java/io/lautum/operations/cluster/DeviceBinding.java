package io.lautum.operations.cluster;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.operations.device.BackendException;
import io.lautum.operations.device.CudaBackend;
import io.lautum.operations.device.Devices;
import io.lautum.operations.device.GpuAddress;
import io.lautum.operations.device.NvidiaSmi;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.resource.ResourceInformation;

/**
 * A task's GPU. Travels to the driver.
 *
 * @param executor id of the task's executor
 * @param host host of the executor
 * @param address address that Spark gave to the task
 * @param uuid UUID of the GPU as reported by the engine or nvidia-smi; empty if unknown
 * @param backend name of ND4J's backend
 * @param computes whether the thread computes on the GPU; false if the build has no CUDA backend
 */
public record DeviceBinding(
    String executor, String host, String address, String uuid, String backend, boolean computes)
    implements Serializable {

  /**
   * Binds the thread of a task to the GPU that Spark gave to the task. Does nothing outside tasks
   * and in tasks without GPUs.
   *
   * @return the binding, if the task has a GPU
   * @throws UserException if the task has several GPUs, or one that this process cannot use
   * @throws BackendException if the build has a CUDA backend and it does not load
   */
  public static Optional<DeviceBinding> ofTask() {
    String[] addresses = addressesOfTask();
    if (addresses.length == 0) {
      return Optional.empty();
    }
    DeviceBinding binding = bind(addresses, System.getenv(), Devices.ofNd4j());
    return Optional.of(binding);
  }

  /**
   * Binds the thread of a task that has requested no GPU but computes, such as an evaluation, to
   * one of its executor's GPUs; otherwise ND4J could choose any device of the host. Does nothing in
   * a build for CPUs.
   */
  public static void ofExecutor() {
    if (!CudaBackend.isOnClassPath() || TaskContext.get() == null || ofTask().isPresent()) {
      return;
    }
    String[] addresses = ExecutorGpus.addresses();
    if (addresses.length > 0 && CudaBackend.isLoaded()) {
      String address = addresses[TaskContext.getPartitionId() % addresses.length];
      bind(new String[] {address}, System.getenv(), Devices.ofNd4j());
    }
  }

  /**
   * Returns the addresses of the GPUs that Spark gave to this thread's task; none outside tasks.
   */
  public static String[] addressesOfTask() {
    TaskContext task = TaskContext.get();
    ResourceInformation gpus = task == null ? null : task.resourcesJMap().get(Gpus.RESOURCE);
    return gpus == null ? new String[0] : gpus.addresses();
  }

  static DeviceBinding bind(String[] addresses, Map<String, String> environment, Devices devices) {
    if (addresses.length != 1) {
      throw new UserException(
          Text.format(
              "a task has the GPUs %s: expected one; set spark.task.resource.gpu.amount to 1, or"
                  + " remove it",
              Arrays.toString(addresses)));
    }
    if (devices.areGpus()) {
      devices.select(GpuAddress.ordinal(addresses[0], environment, devices.count()));
    } else if (CudaBackend.isOnClassPath()) {
      throw new BackendException(
          Text.format(
              "GPU %s: ND4J computes with %s: %s",
              addresses[0],
              devices.backend(),
              CudaBackend.unavailableReason()
                  .orElse(
                      "the CUDA backend could run; unset BACKEND_PRIORITY_GPU and"
                          + " BACKEND_PRIORITY_CPU on the executors")));
    }
    SparkEnv spark = SparkEnv.get();
    return new DeviceBinding(
        spark == null ? "" : spark.executorId(),
        spark == null ? "" : spark.blockManager().blockManagerId().host(),
        addresses[0],
        "",
        devices.backend(),
        devices.areGpus());
  }

  /**
   * Computes on the thread's GPU, if it has one.
   *
   * @throws BackendException if that fails
   */
  static void tryOut(Devices devices) {
    if (devices.areGpus()) {
      try {
        devices.compute();
      } catch (RuntimeException | LinkageError e) {
        throw BackendException.of(e);
      }
    }
  }

  /** Finds the UUID of the GPU that an engine uses in this thread's task. */
  @FunctionalInterface
  public interface Identification extends Serializable {
    /** Returns the UUID; empty if no engine uses a GPU. */
    Optional<String> uuid();
  }

  /**
   * Adds the UUID, because two containers of a host may both have a GPU 0. Without the UUID of an
   * engine, nvidia-smi is started if ND4J computes on the GPU.
   */
  DeviceBinding identified(Identification engines) {
    // CUDA reports the UUID of a MIG device without its prefix.
    String found = address.startsWith("MIG-") ? address : engines.uuid().orElseGet(this::listed);
    return new DeviceBinding(executor, host, address, found, backend, computes);
  }

  private String listed() {
    return !computes
        ? ""
        : NvidiaSmi.gpus().stream()
            .filter(gpu -> gpu.index().equals(address))
            .map(NvidiaSmi.Gpu::uuid)
            .findFirst()
            .orElse("");
  }

  /** Returns a string that is equal for two bindings to the same device. */
  String device() {
    return uuid.isEmpty() ? host + " " + address : uuid;
  }
}
