package io.lautum.training;

import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.network.engine.Engines;
import io.lautum.network.engine.dl4j.Dl4jGraphs;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.Head;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import io.lautum.operations.cluster.DeviceBinding;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a network that learns is built from; travels to executors.
 *
 * @param network with the heads of all terms
 * @param engine name that {@link Engines#choose} gave
 * @param groups images of a step
 * @param terms added to the cross-entropy
 * @param regularization added to the loss of any method
 */
public record NetworkBlueprint(
    NetworkGraph network,
    String engine,
    Precision precision,
    List<ImageGroup> groups,
    Optimizer optimizer,
    List<TermSpec> terms,
    RegularizationConfig regularization)
    implements Serializable {
  public NetworkBlueprint {
    groups = List.copyOf(groups);
    terms = List.copyOf(terms);
  }

  /**
   * The blueprint of a network without heads, with the engine that the configuration chooses.
   *
   * @throws io.lautum.UserException as {@link Engines#choose} does
   */
  public static NetworkBlueprint of(
      NetworkGraph model,
      NetworkConfig config,
      List<ImageGroup> groups,
      Optimizer optimizer,
      List<TermSpec> terms,
      RegularizationConfig regularization) {
    NetworkGraph network = model;
    for (TermSpec term : terms) {
      for (Head head : term.heads()) {
        network = network.with(head);
      }
    }
    Precision precision = EnumNames.named(Precision.class, "network.precision", config.precision());
    NetworkBlueprint wanted =
        new NetworkBlueprint(
            network, config.engine(), precision, groups, optimizer, terms, regularization);
    return wanted.executedBy(Engines.choose(config.engine(), precision, network, wanted.step()));
  }

  /** The same on another engine. */
  public NetworkBlueprint executedBy(String otherEngine) {
    return new NetworkBlueprint(
        network, otherEngine, precision, groups, optimizer, terms, regularization);
  }

  /** What the engine compiles. */
  public StepSpec step() {
    Stream<String> seen =
        terms.stream()
            .flatMap(term -> term.outputs().stream())
            .map(name -> name.equals(TermSpec.PROBABILITIES) ? NetworkGraph.LOGITS : name);
    List<String> outputs = Stream.concat(Stream.of(NetworkGraph.LOGITS), seen).distinct().toList();
    return new StepSpec(groups, outputs, optimizer, regularization.adversarial() > 0);
  }

  /** The first weights of training: a model's, and random ones of the heads. */
  public float[] withHeads(float[] model, long seed) {
    int length = network.parameters().length();
    if (length == model.length) {
      return model;
    }
    float[] weights = Dl4jGraphs.initialWeights(network, seed);
    System.arraycopy(model, 0, weights, 0, model.length);
    return weights;
  }

  /** The weights that the model file has. */
  public float[] withoutHeads(float[] weights) {
    return Arrays.copyOf(weights, network.parameters().modelLength());
  }

  /** Builds a network that shares nothing with another one of the same blueprint. */
  public TrainingStep build() {
    DeviceBinding.ofExecutor();
    return new TrainingStep(this, Engines.find(engine, precision, network, step()));
  }
}
