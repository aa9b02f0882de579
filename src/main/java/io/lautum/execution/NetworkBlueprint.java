package io.lautum.execution;

import io.lautum.config.RegularizationConfig;
import io.lautum.data.ImageShape;
import io.lautum.device.DeviceBinding;
import java.io.Serializable;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;

/**
 * All that a network that learns is built from; travels to executors.
 *
 * @param graph training graph, as DL4J's JSON
 * @param engine executes it
 * @param shape of the images
 * @param batchSize labelled images a minibatch
 * @param regularization added to the graph's loss
 */
public record NetworkBlueprint(
    String graph,
    Engine engine,
    ImageShape shape,
    int batchSize,
    RegularizationConfig regularization)
    implements Serializable {
  /**
   * With the engine of a name in configuration.
   *
   * @throws io.lautum.UserException as {@link Engine#of} does
   */
  public static NetworkBlueprint of(
      ComputationGraphConfiguration graph,
      String engine,
      ImageShape shape,
      int batchSize,
      RegularizationConfig regularization) {
    return new NetworkBlueprint(
        graph.toJson(), Engine.of(engine, graph), shape, batchSize, regularization);
  }

  /** A network of its own, with nothing shared with another one of the same blueprint. */
  public TrainableNetwork build() {
    DeviceBinding.ofExecutor();
    return engine.network(this);
  }
}
