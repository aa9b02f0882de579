package io.lautum.network.engine.dl4j;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.Engine;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Precision;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import io.lautum.operations.device.CudaBackend;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/** Computes with DL4J, on any backend of ND4J. */
public final class Dl4jEngine implements Engine {
  private static final int RANK_ON_GPUS = 5;
  private static final int RANK_ON_CPUS = 20;

  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public int rank() {
    return CudaBackend.isOnClassPath() && CudaBackend.isLoaded() ? RANK_ON_GPUS : RANK_ON_CPUS;
  }

  @Override
  public String device() {
    return Nd4j.getBackend().getClass().getSimpleName();
  }

  @Override
  public Optional<String> obstacle(NetworkGraph network, StepSpec step, Precision precision) {
    ImageGroup first = step.groups().get(0);
    if (precision != Precision.FLOAT) {
      return Optional.of("it supports only float");
    }
    if (step.isInference()) {
      return Optional.empty();
    }
    if (step.lastLayerOnly()) {
      return Optional.of("it does not support training only the last layer");
    }
    if (step.groups().stream().anyMatch(group -> group.statistics() != Statistics.SHARED)) {
      return Optional.of("all groups of images must share the statistics of batch normalisation");
    }
    if (step.groups().stream().anyMatch(group -> group.dropout() != first.dropout())
        || !first.dropout()) {
      return Optional.of("dropout must apply to all groups of images");
    }
    if (step.shadowDecay() > 0) {
      return Optional.of("it does not support averaged weights");
    }
    if (network.nodes().stream().anyMatch(node -> node.auxiliary())) {
      return Optional.of("it does not support auxiliary heads");
    }
    return Dl4jUpdaters.unsupportedReason(step.optimizer());
  }

  @Override
  public CompiledNetwork create(NetworkGraph network, StepSpec step, Precision precision) {
    return new Dl4jNetwork(network, step);
  }
}
