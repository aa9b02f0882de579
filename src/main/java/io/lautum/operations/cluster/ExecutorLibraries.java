package io.lautum.operations.cluster;

import io.lautum.ResourceException;
import io.lautum.Text;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaSparkContext;
import org.bytedeco.javacpp.ClassProperties;
import org.bytedeco.javacpp.Loader;

/**
 * The native libraries on the class path of executors. They are looked for and not loaded: ND4J's
 * OpenBLAS may replace the LAPACK that MLlib computes with, and the order in which they are loaded
 * must stay the same.
 */
public final class ExecutorLibraries {
  /** One of these is enough to train. */
  private static final List<String> ENGINES =
      List.of("org.bytedeco.dnnl.global.dnnl", "org.nd4j.linalg.cpu.nativecpu.bindings.Nd4jCpu");

  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(2);

  private ExecutorLibraries() {}

  /**
   * Runs a task in every slot, which looks for the libraries.
   *
   * @throws ResourceException if executors lack them, or run no task within two minutes, or as long
   *     as commands wait for executors if that is longer
   */
  public static void require(JavaSparkContext spark, int slots) {
    require(spark, slots, ENGINES);
  }

  static void require(JavaSparkContext spark, int slots, List<String> engines) {
    List<Integer> numbers = IntStream.range(0, slots).boxed().collect(Collectors.toList());
    JavaFutureAction<List<String>> lacking =
        spark
            .parallelize(numbers, slots)
            .filter(number -> engines.stream().noneMatch(ExecutorLibraries::isFound))
            .map(number -> SparkEnv.get().executorId())
            .collectAsync();
    Duration patience = CheckSettings.slotsWait(spark.getConf());
    patience = patience.compareTo(LEAST_PATIENCE) > 0 ? patience : LEAST_PATIENCE;
    try {
      List<String> executors = lacking.get(patience.toSeconds(), TimeUnit.SECONDS);
      if (!executors.isEmpty()) {
        throw new ResourceException(
            Text.format(
                "executors %s of %s have no native libraries on their class path; check --natives,"
                    + " or send them with --jars",
                String.join(", ", new TreeSet<>(executors)), spark.master()));
      }
    } catch (TimeoutException e) {
      lacking.cancel(true);
      throw new ResourceException(
          Text.format(
              "the executors of %s have run no task for %d s; see their logs",
              spark.master(), patience.toSeconds()));
    } catch (ExecutionException e) {
      String reason = String.valueOf(e.getCause().getMessage()).lines().findFirst().orElse("");
      throw new ResourceException(
          Text.format(
              "the executors of %s cannot run tasks: %s; see their logs", spark.master(), reason));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for executors", e);
    }
  }

  /** Returns whether the library of a class of JavaCPP can be found in this process. */
  static boolean isFound(String className) {
    try {
      Class<?> library =
          Class.forName(className, false, Thread.currentThread().getContextClassLoader());
      ClassProperties properties = Loader.loadProperties(library, Loader.loadProperties(), true);
      URL[] places =
          Loader.findLibrary(library, properties, properties.getProperty("platform.library"), true);
      return places.length > 0;
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }
}
