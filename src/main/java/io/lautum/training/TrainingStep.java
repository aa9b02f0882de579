package io.lautum.training;

import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.Softmax;
import io.lautum.network.loss.SpectralNormPenalty;
import io.lautum.network.loss.State;
import io.lautum.network.loss.WeightDecayPenalty;
import io.lautum.network.loss.WeightPenalty;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.WeightMatrix;
import io.lautum.network.step.StepSpec;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that learns from minibatches of one form, one after the other. It defines the loss:
 * cross-entropy, terms, weight penalties and adversarial images. An engine computes the forward
 * pass, the backward pass and the update. {@link #load} sets everything that training changes, so
 * all later results are a function of that state and the minibatches. Not thread-safe.
 */
public final class TrainingStep implements AutoCloseable {
  private final NetworkBlueprint blueprint;
  private final StepSpec step;
  private final CompiledNetwork network;
  private final int classes;

  /** Number of values per image, by output. */
  private final Map<String, Integer> widths = new HashMap<>();

  private final Terms terms;
  private final Map<String, WeightPenalty> penalties = new LinkedHashMap<>();

  /** Class probabilities of all rows at the last forward pass, rows x classes. */
  private double[] probabilities;

  private double crossEntropy;

  TrainingStep(NetworkBlueprint blueprint, Engine engine) {
    this.blueprint = blueprint;
    step = blueprint.step();
    NetworkGraph graph = blueprint.network();
    step.outputs().forEach(output -> widths.put(output, graph.width(output)));
    classes = widths.get(NetworkGraph.LOGITS);
    terms = new Terms(blueprint.terms(), step);
    RegularizationConfig config = blueprint.regularization();
    List<WeightMatrix> matrices = graph.model().parameters().matrices();
    if (config.spectralNorm() > 0) {
      penalties.put("spectral-norm", new SpectralNormPenalty(config.spectralNorm(), matrices));
    }
    if (config.weightDecay() > 0) {
      penalties.put("weight-decay", new WeightDecayPenalty(config.weightDecay(), matrices));
    }
    network = engine.compile(graph, step, blueprint.precision(), blueprint.choices());
  }

  /**
   * Continues from a training state. The arrays are not kept.
   *
   * @param state state of the engine
   * @param components result of {@link #components}; empty to start afresh
   * @param seed seed of dropout
   */
  public void load(EngineState state, State components, long seed) {
    network.load(state, seed);
    penalties.forEach((name, penalty) -> penalty.restore(components.part(name)));
    terms.restore(components);
  }

  /**
   * Trains on one minibatch.
   *
   * @return the loss before the step: cross-entropy, terms, penalties and the cross-entropy of
   *     adversarial images; not finite if training has diverged
   */
  public double fit(Minibatch minibatch) {
    double loss;
    try {
      loss = forward(minibatch);
      Map<String, float[]> gradients = gradients(minibatch.targets());
      loss += terms.advance(minibatch, network::output, probabilities, gradients);
      network.backward(gradients, terms.headFactors());
    } catch (ArithmeticException e) {
      // A term throws if outputs are no longer finite.
      return Double.NaN;
    }
    loss += addAdversarial(minibatch.targets());
    for (WeightPenalty penalty : penalties.values()) {
      loss += network.add(penalty);
    }
    network.update();
    return loss;
  }

  private double forward(Minibatch minibatch) {
    network.forward(minibatch.images());
    crossEntropy = readCrossEntropy(minibatch.targets());
    return crossEntropy;
  }

  private double readCrossEntropy(Targets targets) {
    probabilities = Softmax.of(network.output(NetworkGraph.LOGITS), classes, 0, step.rows());
    return CrossEntropy.mean(probabilities, targets);
  }

  /** Returns the cross-entropy's gradients with respect to the outputs; zero except for logits. */
  private Map<String, float[]> gradients(Targets targets) {
    Map<String, float[]> gradients = new HashMap<>();
    for (String output : step.outputs()) {
      gradients.put(output, new float[step.rows() * widths.get(output)]);
    }
    CrossEntropy.gradient(probabilities, targets, gradients.get(NetworkGraph.LOGITS));
    return gradients;
  }

  /**
   * Adds the cross-entropy of adversarial images (Goodfellow, Shlens &amp; Szegedy 2015, section
   * 4): x + ε sign(∂/∂x loss), which changes every value of a labelled image by ε so that the
   * linearised loss increases most. Running averages of batch normalisation remain those of the
   * clean images.
   */
  private double addAdversarial(Targets targets) {
    double factor = blueprint.regularization().adversarial();
    if (factor == 0) {
      return 0;
    }
    double[] clean = probabilities;
    network.forwardPerturbed(targets.rows(), blueprint.regularization().epsilon());
    double loss = readCrossEntropy(targets);
    network.addBackward(gradients(targets), Map.of(), factor);
    probabilities = clean;
    return factor * loss;
  }

  /**
   * Sets the network's weights and returns the cross-entropy of a minibatch.
   *
   * @param weights weights in the flat order
   */
  public double crossEntropy(float[] weights, Minibatch minibatch) {
    network.loadWeights(weights);
    return forward(minibatch);
  }

  /**
   * Sets the network's weights, returns the cross-entropy of a minibatch and computes its gradient.
   *
   * @param weights weights in the flat order
   * @param gradient receives the gradient, in the same order; for running averages of batch
   *     normalisation, the numbers that an update subtracts from them
   */
  public double gradient(float[] weights, Minibatch minibatch, float[] gradient) {
    double loss = crossEntropy(weights, minibatch);
    network.backward(gradients(minibatch.targets()), Map.of());
    float[] computed = network.gradient();
    System.arraycopy(computed, 0, gradient, 0, computed.length);
    return loss;
  }

  /**
   * Returns the gradient of a minibatch's cross-entropy with respect to its images, at the
   * network's weights.
   *
   * @throws IllegalStateException if the blueprint has no adversarial images, because the gradient
   *     is then not computed
   */
  public float[] imageGradient(Minibatch minibatch) {
    forward(minibatch);
    network.backward(gradients(minibatch.targets()), Map.of());
    return network.imageGradient();
  }

  /**
   * Returns the mean cross-entropy of the labelled images at the last minibatch of {@link #fit}.
   */
  public double crossEntropy() {
    return crossEntropy;
  }

  /** Returns the class probabilities of all groups' rows at the last minibatch of {@link #fit}. */
  public double[] probabilities() {
    return probabilities;
  }

  /** Returns a copy of the engine's state. */
  public EngineState state() {
    return network.state();
  }

  /** Returns the position in dropout's random numbers. */
  public long[] dropoutPosition() {
    return network.dropoutPosition();
  }

  /**
   * Continues dropout's random numbers from a position in the same training. Must follow {@link
   * #load} with the training's seed.
   */
  public void continueDropout(long[] position) {
    network.continueDropout(position);
  }

  /** Returns the state that terms and penalties carry from step to step. */
  public State components() {
    State all = State.EMPTY;
    for (Map.Entry<String, WeightPenalty> penalty : penalties.entrySet()) {
      all = all.with(penalty.getKey(), penalty.getValue().state());
    }
    return terms.addTo(all);
  }

  /** Returns the terms' metrics at the last minibatch, by key. */
  public Map<String, Double> metrics() {
    return terms.metrics();
  }

  @Override
  public void close() {
    network.close();
  }
}
