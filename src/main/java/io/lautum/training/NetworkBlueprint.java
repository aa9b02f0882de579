package io.lautum.training;

import io.lautum.experiment.config.EnumNames;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.EngineChoices;
import io.lautum.network.engine.Engines;
import io.lautum.network.engine.dl4j.Dl4jGraphs;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.Head;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import io.lautum.operations.cluster.DeviceBinding;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything that a trainable network is built from; travels to executors.
 *
 * @param network graph including the heads of all terms
 * @param engine name of the engine that {@link Engines#choose} returned
 * @param groups image groups of a step
 * @param terms transfer terms that are added to the cross-entropy
 * @param regularization regularisation that is added to the loss of any method
 * @param shadowDecay decay of averaged weights, see {@link StepSpec}; 0 without
 * @param lastLayerOnly whether only the last layer is trained
 * @param choices choices that the training has recorded; none if each process makes its own
 */
public record NetworkBlueprint(
    NetworkGraph network,
    String engine,
    Precision precision,
    List<ImageGroup> groups,
    Optimizer optimizer,
    List<TermSpec> terms,
    RegularizationConfig regularization,
    double shadowDecay,
    boolean lastLayerOnly,
    EngineChoices choices)
    implements Serializable {
  /** Decay of averaged weights in long trainings (Tarvainen &amp; Valpola 2017). */
  private static final double LONG_TRAINING_DECAY = 0.999;

  public NetworkBlueprint {
    groups = List.copyOf(groups);
    terms = List.copyOf(terms);
  }

  /** Returns the number of images that a step trains on, each view of an image counted. */
  public int images() {
    return groups.stream().mapToInt(ImageGroup::rows).sum();
  }

  /** Creates a blueprint without averaged weights and recorded choices. */
  public NetworkBlueprint(
      NetworkGraph network,
      String engine,
      Precision precision,
      List<ImageGroup> groups,
      Optimizer optimizer,
      List<TermSpec> terms,
      RegularizationConfig regularization) {
    this(
        network,
        engine,
        precision,
        groups,
        optimizer,
        terms,
        regularization,
        0,
        false,
        EngineChoices.NONE);
  }

  /**
   * Creates the blueprint of a network without heads, with the engine that the configuration
   * chooses.
   *
   * @throws io.lautum.UserException if {@link Engines#choose} throws it
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

  /** Returns the same blueprint for another engine. */
  public NetworkBlueprint executedBy(String otherEngine) {
    return with(otherEngine, groups, shadowDecay, lastLayerOnly, choices);
  }

  /** Returns the same blueprint with recorded choices. */
  public NetworkBlueprint withChoices(EngineChoices recorded) {
    return with(engine, groups, shadowDecay, lastLayerOnly, recorded);
  }

  /**
   * Returns the same blueprint with or without averaged weights. The average follows the weights
   * closely in the first steps, so that it forgets the random start in short trainings too.
   */
  public NetworkBlueprint averagingWeights(boolean averages) {
    return with(engine, groups, averages ? LONG_TRAINING_DECAY : 0, lastLayerOnly, choices);
  }

  /**
   * Returns the same blueprint, which trains only the last layer. All images then pass the hidden
   * layers with the running statistics of batch normalisation, as in inference.
   */
  public NetworkBlueprint trainingOnlyLastLayer() {
    List<ImageGroup> inferred =
        groups.stream()
            .map(
                group ->
                    new ImageGroup(
                        group.role(),
                        group.rows(),
                        group.gradient(),
                        group.dropout(),
                        Statistics.RUNNING))
            .toList();
    return with(engine, inferred, shadowDecay, true, choices);
  }

  private NetworkBlueprint with(
      String otherEngine,
      List<ImageGroup> otherGroups,
      double decay,
      boolean onlyLastLayer,
      EngineChoices recorded) {
    return new NetworkBlueprint(
        network,
        otherEngine,
        precision,
        otherGroups,
        optimizer,
        terms,
        regularization,
        decay,
        onlyLastLayer,
        recorded);
  }

  /** Returns whether the network has averaged weights. */
  public boolean averagesWeights() {
    return shadowDecay > 0;
  }

  /** Returns the specification of the step that the engine compiles. */
  public StepSpec step() {
    Stream<String> seen =
        terms.stream()
            .flatMap(term -> term.outputs().stream())
            .map(name -> name.equals(TermSpec.PROBABILITIES) ? NetworkGraph.LOGITS : name);
    List<String> outputs = Stream.concat(Stream.of(NetworkGraph.LOGITS), seen).distinct().toList();
    return new StepSpec(
        groups, outputs, optimizer, shadowDecay, regularization.adversarial() > 0, lastLayerOnly);
  }

  /**
   * Returns the initial training weights: the model's weights, and random weights for the heads.
   */
  public float[] withHeads(float[] model, long seed) {
    int length = network.parameters().length();
    if (length == model.length) {
      return model;
    }
    float[] weights = Dl4jGraphs.initialWeights(network, seed);
    System.arraycopy(model, 0, weights, 0, model.length);
    return weights;
  }

  /** Returns the weights that the model file contains. */
  public float[] withoutHeads(float[] weights) {
    return Arrays.copyOf(weights, network.parameters().modelLength());
  }

  /** Builds a network that shares nothing with other networks of the same blueprint. */
  public TrainingStep build() {
    return new TrainingStep(this, engineHere());
  }

  /**
   * Returns the choices of this process's engine, on the thread's device: the recorded ones, if it
   * can compute with them, or new ones.
   *
   * @throws io.lautum.UserException if it cannot compute with the recorded ones
   */
  public EngineChoices choose() {
    if (choices.areNone()) {
      return engineHere().choose(network, step(), precision);
    }
    build().close();
    return choices;
  }

  /** Returns the key of {@link EngineChoices#devices} for this process and thread. */
  public String device() {
    Engine here = engineHere();
    return here.choosesByMeasurement() ? here.device() : here.name();
  }

  private Engine engineHere() {
    DeviceBinding.ofExecutor();
    return Engines.find(engine, precision, network, step());
  }
}
