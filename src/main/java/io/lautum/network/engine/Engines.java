package io.lautum.network.engine;

import io.lautum.Text;
import io.lautum.UserException;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import io.lautum.operations.cluster.ProcessGpu;
import io.lautum.operations.device.CudaBackend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Chooses among the engines of this process. */
public final class Engines {
  /** The value of {@code network.engine} that leaves the choice to {@link #choose}. */
  public static final String AUTO = "auto";

  private Engines() {}

  /**
   * Returns the name of the engine for a step; {@code auto} selects the first that can compute it.
   * If executors may have GPUs, the name stays as it is, so that each process decides: the driver
   * may lack the GPU that executors have.
   *
   * @param name value of {@code network.engine}
   * @throws UserException if the engine does not exist, or cannot compute the step here
   */
  public static String choose(
      String name, Precision precision, NetworkGraph network, StepSpec step) {
    if (ProcessGpu.executorsHaveGpus() || (name.equals(AUTO) && CudaBackend.isOnClassPath())) {
      requireName(name);
      return name;
    }
    return find(name, precision, network, step).name();
  }

  /**
   * Returns the engine of this process for a name that {@link #choose} returned.
   *
   * @throws UserException if it cannot compute the step here
   */
  public static Engine find(String name, Precision precision, NetworkGraph network, StepSpec step) {
    List<String> reasons = new ArrayList<>();
    for (Engine engine : candidates(name)) {
      Optional<String> obstacle = engine.obstacle(network, step, precision);
      if (obstacle.isEmpty()) {
        return engine;
      }
      reasons.add(Text.format("%s: %s", engine.name(), obstacle.get()));
    }
    throw new UserException(
        Text.format(
            "network.engine = %s, network.precision = %s: cannot compute this training here (%s);"
                + " set %s",
            name,
            precision,
            String.join("; ", reasons),
            precision == Precision.FLOAT
                ? "network.engine to auto"
                : "network.precision to float"));
  }

  /**
   * Returns whether processes may choose by measurement with the engine of a name that {@link
   * #choose} returned.
   */
  public static boolean mayChooseByMeasurement(String name) {
    // In a build for ND4J's CUDA backend only dl4j uses GPUs.
    return !CudaBackend.isOnClassPath()
        && candidates(name).stream().anyMatch(Engine::choosesByMeasurement);
  }

  /** Returns the UUID of the GPU that an engine can use in this thread's task, if there is one. */
  public static Optional<String> deviceUuid() {
    return Engine.all().stream().flatMap(engine -> engine.deviceUuid().stream()).findFirst();
  }

  private static List<Engine> candidates(String name) {
    if (name.equals(AUTO)) {
      return Engine.all().stream().sorted(Comparator.comparingInt(Engine::rank)).toList();
    }
    return List.of(named(name));
  }

  /**
   * Checks that the name is {@code auto} or the name of an engine.
   *
   * @throws UserException if it is neither
   */
  public static void requireName(String name) {
    // An engine loads native libraries, which a command that finds everything done does not need.
    if (!name.equals(AUTO)) {
      named(name);
    }
  }

  private static Engine named(String name) {
    List<Engine> all = Engine.all();
    return all.stream()
        .filter(engine -> engine.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Text.format(
                        "network.engine = %s: expected %s or one of %s",
                        name,
                        AUTO,
                        String.join(", ", all.stream().map(Engine::name).sorted().toList()))));
  }
}
