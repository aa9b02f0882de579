package io.lautum.training.distributed;

import com.esotericsoftware.kryo.DefaultSerializer;
import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.network.engine.EngineChoices;
import io.lautum.operations.cluster.Gpus;
import io.lautum.operations.cluster.JavaSerialization;
import io.lautum.operations.cluster.JobDescription;
import io.lautum.training.NetworkBlueprint;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.spark.BarrierTaskContext;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Function1;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Lets the engines of all workers make or check the choices of a training, simultaneously and
 * before it starts. Driver only.
 *
 * @param workers number of workers, at most the number of slots
 */
public record EngineChoicesJob(JavaSparkContext spark, int workers) {
  private static final Logger LOG = LoggerFactory.getLogger(EngineChoicesJob.class);

  /**
   * The result of a task.
   *
   * @param device device of the worker's engine
   * @param choices choices for the device, from its first worker; none from its other workers
   * @param problem reason why there is no result; otherwise null
   */
  @DefaultSerializer(JavaSerialization.class)
  record Finding(String host, String device, EngineChoices choices, RuntimeException problem)
      implements Serializable {}

  /**
   * Returns the choices of a network, for each device those of its first worker. Warns if workers
   * have different devices.
   *
   * @throws UserException if a worker cannot compute with the network's choices
   * @throws DataException if the network's choices are malformed
   */
  public EngineChoices choose(NetworkBlueprint network) {
    JavaRDD<Integer> numbers =
        spark.parallelize(IntStream.range(0, workers).boxed().toList(), workers);
    Gpus.ofTask(spark.sc()).ifPresent(numbers::withResources);
    ClassTag<Finding> tag = ClassTag$.MODULE$.apply(Finding.class);
    Function1<Iterator<Integer>, Iterator<Finding>> task =
        (Function1<Iterator<Integer>, Iterator<Finding>> & Serializable)
            partition -> JavaConverters.asScalaIterator(List.of(find(network)).iterator());
    JobDescription description = JobDescription.detail(spark, "choose algorithms");
    try {
      return merge(numbers.rdd().barrier().mapPartitions(task, false, tag).toJavaRDD().collect());
    } finally {
      description.restore();
    }
  }

  static EngineChoices merge(List<Finding> findings) {
    EngineChoices all = EngineChoices.NONE;
    for (Finding finding : findings) {
      if (finding.problem() != null) {
        throw finding.problem();
      }
      all = all.and(finding.choices());
    }
    mixture(findings).ifPresent(LOG::warn);
    return all;
  }

  /** Returns the devices and their workers, if there are different devices. */
  static Optional<String> mixture(List<Finding> findings) {
    TreeMap<String, List<String>> workers = new TreeMap<>();
    for (int i = 0; i < findings.size(); i++) {
      Finding finding = findings.get(i);
      workers
          .computeIfAbsent(finding.device(), key -> new ArrayList<>())
          .add(Text.format("%d on %s", i + 1, finding.host()));
    }
    List<String> devices = new ArrayList<>();
    workers.forEach(
        (device, all) ->
            devices.add(Text.format("[%s]: worker %s", device, String.join(", ", all))));
    return devices.size() < 2
        ? Optional.empty()
        : Optional.of(
            "workers compute on different devices, so a task that runs on another one gives other"
                + " bits: "
                + String.join("; ", devices));
  }

  /**
   * Runs on a worker. A problem is returned, not thrown: Spark would repeat the barrier stage and
   * lose the exception.
   */
  private static Finding find(NetworkBlueprint network) {
    BarrierTaskContext context = BarrierTaskContext.get();
    String host = SparkEnv.get().blockManager().blockManagerId().host();
    String device = "";
    EngineChoices choices = EngineChoices.NONE;
    RuntimeException problem = null;
    try {
      device = network.device();
    } catch (UserException e) {
      problem = e;
    }
    // All workers of a device compute with the choices of its first one.
    int first = Arrays.asList(context.allGather(device)).indexOf(device);
    if (problem == null && first == context.partitionId()) {
      try {
        choices = network.choose();
      } catch (UserException | DataException e) {
        problem = e;
      }
    }
    return new Finding(host, device, choices, problem);
  }
}
