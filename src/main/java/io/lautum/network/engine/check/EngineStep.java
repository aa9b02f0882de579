package io.lautum.network.engine.check;

import io.lautum.Text;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.Softmax;
import io.lautum.network.loss.Term;
import io.lautum.network.loss.TermInput;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.Map;

/**
 * A step of an engine: random images, which are passed from the host at each step, cross-entropy of
 * the labelled ones, a transfer term of the softmax of the unlabelled ones, and Adam.
 */
public final class EngineStep implements RepeatedStep {
  /** Number of values per whitened image, the default of the configuration. */
  private static final int COMPONENTS = 64;

  private final Workload workload;
  private final String program;
  private final StepSpec step;
  private final CompiledNetwork network;
  private final Term term;
  private final float[] images;
  private final double[] whitened;

  /**
   * Compiles the step.
   *
   * @param term term of {@link TermSpec#PROBABILITIES} and whitened images; unused if the workload
   *     has no unlabelled images
   * @throws IllegalArgumentException if the engine cannot compute the step
   */
  public EngineStep(Engine engine, Precision precision, Workload workload, TermSpec term) {
    this.workload = workload;
    this.term = term.create();
    program = Text.format("%s, %s", engine.name(), precision);
    step = workload.step();
    images = SmallNetworks.normal(step.rows() * workload.image().size(), 1);
    whitened = SmallNetworks.doubles(SmallNetworks.normal(workload.unlabelled() * COMPONENTS, 2));
    NetworkGraph graph = workload.network();
    network = engine.compile(graph, step, precision);
    network.load(EngineState.initial(SmallNetworks.weights(graph, 1)), 1);
  }

  @Override
  public String workload() {
    return workload.title();
  }

  @Override
  public String program() {
    return program;
  }

  @Override
  public double run(int steps) {
    long start = System.nanoTime();
    for (int i = 0; i < steps; i++) {
      train();
    }
    // Reading the state waits for the device.
    network.state();
    return (System.nanoTime() - start) / 1e9;
  }

  private void train() {
    backward();
    network.update();
  }

  private void backward() {
    network.forward(() -> images);
    float[] logits = network.output(NetworkGraph.LOGITS);
    int classes = Workload.CLASSES;
    double[] probabilities = Softmax.of(logits, classes, 0, step.rows());
    float[] gradient = new float[logits.length];
    for (int i = 0; i < workload.labelled() * classes; i++) {
      int label = i / classes % classes;
      double target = i % classes == label ? 1 : 0;
      gradient[i] = (float) ((probabilities[i] - target) / workload.labelled());
    }
    if (workload.unlabelled() > 0) {
      addTerm(probabilities, gradient);
    }
    network.backward(Map.of(NetworkGraph.LOGITS, gradient), Map.of());
  }

  private void addTerm(double[] probabilities, float[] gradient) {
    Map<String, double[]> outputs = Map.of(TermSpec.PROBABILITIES, probabilities);
    Term.Value value = term.advance(new TermInput(step, outputs, whitened));
    double[] byLogits = value.gradients().get(TermSpec.PROBABILITIES);
    Softmax.backward(byLogits, probabilities, Workload.CLASSES);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] += (float) byLogits[i];
    }
  }

  /** Returns the gradient of the next step, without an update of the weights. */
  float[] gradient() {
    backward();
    return network.gradient();
  }

  /** Returns the state after the last step. */
  EngineState state() {
    return network.state();
  }

  @Override
  public void close() {
    network.close();
  }
}
