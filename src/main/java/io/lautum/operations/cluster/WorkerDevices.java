package io.lautum.operations.cluster;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.operations.device.BackendException;
import io.lautum.operations.device.Devices;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.resource.ResourceProfile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** Checks the GPUs of a training's workers before it starts. Driver only. */
public final class WorkerDevices {
  private static final Logger LOG = LoggerFactory.getLogger(WorkerDevices.class);

  private WorkerDevices() {}

  /** The result of a task: its binding, or the reason why it has none. */
  @DefaultSerializer(JavaSerialization.class)
  private record Finding(DeviceBinding binding, RuntimeException problem) implements Serializable {}

  /**
   * Binds as many tasks as there are workers, all simultaneously, and logs the device of each. Does
   * nothing if executors have no GPUs.
   *
   * @param engines finds the UUID of the GPU that an engine uses
   * @return the bindings; empty without GPUs
   * @throws UserException if two tasks have the same GPU, or one cannot be used
   * @throws BackendException if the CUDA backend does not load on an executor
   */
  public static List<DeviceBinding> bind(
      JavaSparkContext spark, int workers, DeviceBinding.Identification engines) {
    Optional<ResourceProfile> profile = Gpus.ofTask(spark.sc());
    if (profile.isEmpty()) {
      return List.of();
    }
    JavaRDD<Integer> numbers =
        spark
            .parallelize(IntStream.range(0, workers).boxed().toList(), workers)
            .withResources(profile.get());
    ClassTag<Finding> tag = ClassTag$.MODULE$.apply(Finding.class);
    Function1<Iterator<Integer>, Iterator<Finding>> task =
        (Function1<Iterator<Integer>, Iterator<Finding>> & Serializable)
            numbersOfTask -> find(engines);
    JobDescription description = JobDescription.replace(spark, "bind GPUs");
    List<DeviceBinding> bindings = new ArrayList<>();
    try {
      for (Finding finding :
          numbers.rdd().barrier().mapPartitions(task, false, tag).toJavaRDD().collect()) {
        if (finding.problem() != null) {
          throw finding.problem();
        }
        bindings.add(finding.binding());
      }
    } finally {
      description.restore();
    }
    requireDistinct(bindings);
    log(bindings);
    return bindings;
  }

  /**
   * Binds one task, on an executor. A problem is returned, not thrown: Spark would repeat the
   * barrier stage and lose the exception.
   */
  private static Iterator<Finding> find(DeviceBinding.Identification engines) {
    Finding finding;
    try {
      DeviceBinding binding =
          DeviceBinding.ofTask().orElseThrow(() -> new UserException("a task received no GPU"));
      DeviceBinding.tryOut(Devices.ofNd4j());
      finding = new Finding(binding.identified(engines), null);
    } catch (UserException | BackendException e) {
      finding = new Finding(null, e);
    }
    // Every task keeps its GPU until all have one; otherwise a fast task's GPU could be given to
    // another.
    BarrierTaskContext.get().barrier();
    return JavaConverters.asScalaIterator(List.of(finding).iterator());
  }

  static void requireDistinct(List<DeviceBinding> bindings) {
    Map<String, DeviceBinding> byDevice = new HashMap<>();
    for (DeviceBinding binding : bindings) {
      DeviceBinding other = byDevice.putIfAbsent(binding.device(), binding);
      if (other != null) {
        throw new UserException(
            Text.format(
                "executors %s and %s have the same GPU, %s on %s: expected one GPU per worker;"
                    + " restrict the discovery script to an executor's own GPUs (YARN: GPU"
                    + " isolation), or set spark.worker.resource.gpu.amount on standalone workers",
                other.executor(), binding.executor(), binding.address(), binding.host()));
      }
    }
  }

  private static void log(List<DeviceBinding> bindings) {
    for (int worker = 0; worker < bindings.size(); worker++) {
      DeviceBinding binding = bindings.get(worker);
      LOG.info(
          "worker {} of {}: executor {} on {}, GPU {}, ND4J {}",
          worker + 1,
          bindings.size(),
          binding.executor(),
          binding.host(),
          binding.uuid().isEmpty() ? binding.address() : binding.address() + " " + binding.uuid(),
          binding.backend());
    }
    if (bindings.stream().anyMatch(binding -> !binding.computes() && binding.uuid().isEmpty())) {
      LOG.warn(
          "ND4J computes on the CPUs of workers with GPUs; only the engine cudnn uses their GPUs:"
              + " run doctor to see whether it can");
    }
  }
}
