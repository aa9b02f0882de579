package io.lautum.execution;

import io.lautum.UserException;
import io.lautum.device.CudaBackend;
import io.lautum.execution.onednn.Chain;
import io.lautum.execution.onednn.OneDnnLibrary;
import io.lautum.execution.onednn.OneDnnNetwork;
import io.lautum.execution.onednn.Precision;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/** What executes training steps. */
public enum Engine {
  /** DL4J's own execution: any graph, on any ND4J backend, GPUs among them. */
  DL4J {
    @Override
    TrainableNetwork network(NetworkBlueprint blueprint) {
      return new GraphNetwork(blueprint);
    }
  },
  /** Chains of common layers compiled for oneDNN, on CPUs. */
  ONEDNN {
    @Override
    TrainableNetwork network(NetworkBlueprint blueprint) {
      return oneDnn(blueprint, Precision.FLOAT);
    }
  },
  /** The same with convolutions of bfloat16 numbers, on CPUs that multiply those. */
  ONEDNN_BFLOAT16 {
    @Override
    TrainableNetwork network(NetworkBlueprint blueprint) {
      return oneDnn(blueprint, Precision.BFLOAT16);
    }
  },
  /**
   * {@link #DL4J} in processes whose ND4J computes on GPUs, else {@link #ONEDNN}: the driver, which
   * chooses the engine, may have no GPU where its executors have one.
   */
  BY_BACKEND {
    @Override
    TrainableNetwork network(NetworkBlueprint blueprint) {
      return (CudaBackend.isLoaded() ? DL4J : ONEDNN).network(blueprint);
    }
  };

  /** Name in configuration of the choice that depends on graph and backend. */
  public static final String AUTO = "auto";

  abstract TrainableNetwork network(NetworkBlueprint blueprint);

  /**
   * The engine of a name in configuration; {@code auto} is oneDNN where it can execute the graph
   * and ND4J's backend is the CPU's, which a build for GPUs finds out where the graph is executed.
   *
   * @throws UserException if oneDNN is asked for and cannot execute the graph, or not in this
   *     precision
   */
  public static Engine of(String name, ComputationGraphConfiguration graph) {
    if (name.equals("dl4j")) {
      return DL4J;
    }
    Optional<String> obstacle = OneDnnLibrary.obstacle().or(() -> Chain.obstacle(graph));
    if (name.equals(AUTO)) {
      return auto(obstacle.isEmpty(), CudaBackend.isOnClassPath());
    }
    if (obstacle.isPresent()) {
      throw new UserException(
          "network.engine = %s: it cannot execute this network here: %s; set it to dl4j"
              .formatted(name, obstacle.get()));
    }
    if (name.equals("onednn")) {
      return ONEDNN;
    }
    if (!Precision.BFLOAT16.isNative()) {
      throw new UserException(
          "network.engine = %s: this processor has no bfloat16 instructions; set it to onednn"
              .formatted(name));
    }
    return ONEDNN_BFLOAT16;
  }

  private static TrainableNetwork oneDnn(NetworkBlueprint blueprint, Precision precision) {
    return new OneDnnNetwork(
        ComputationGraphConfiguration.fromJson(blueprint.graph()),
        blueprint.shape(),
        blueprint.batchSize(),
        precision,
        blueprint.regularization());
  }

  static Engine auto(boolean oneDnnCan, boolean builtForGpus) {
    if (!oneDnnCan) {
      return DL4J;
    }
    return builtForGpus ? BY_BACKEND : ONEDNN;
  }
}
