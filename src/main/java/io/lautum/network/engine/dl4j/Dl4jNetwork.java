package io.lautum.network.engine.dl4j;

import io.lautum.Text;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.FastGradientSign;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.loss.WeightPenalty;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.StepSpec;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network that DL4J executes, with all images of a step as one batch. */
final class Dl4jNetwork implements CompiledNetwork {
  private final Graph graph;
  private final StepSpec step;
  private final Shape.Image shape;
  private final TrainableMask mask;
  private final Map<String, Integer> widths = new HashMap<>();
  private Map<String, INDArray> activations;
  private float[] pixels;

  Dl4jNetwork(NetworkGraph network, StepSpec step) {
    this.step = step;
    shape = network.input();
    mask = network.parameters().trainable();
    step.outputs().forEach(name -> widths.put(name, network.width(name)));
    graph = new Graph(Dl4jGraphs.open(network, step.optimizer(), step.outputs(), 0));
    graph.init();
    // No workspaces, because the images' gradient would be overwritten before it can be read.
    graph.getConfiguration().setTrainingWorkspaceMode(WorkspaceMode.NONE);
    graph.getConfiguration().setInferenceWorkspaceMode(WorkspaceMode.NONE);
  }

  @Override
  public void load(EngineState state, long seed) {
    loadWeights(state.weights());
    INDArray moments = graph.getUpdater().getStateViewArray();
    if (moments != null) {
      if (state.moments().length == 0) {
        moments.assign(0);
      } else {
        moments.assign(row(state.moments()));
      }
    }
    graph.getConfiguration().setIterationCount(state.steps());
    Nd4j.getRandom().setSeed(Dl4jGraphs.nd4jSeed(seed));
  }

  /** Returns the two halves of the state of the thread's random numbers. */
  @Override
  public long[] dropoutPosition() {
    return new long[] {Nd4j.getRandom().rootState(), Nd4j.getRandom().nodeState()};
  }

  @Override
  public void continueDropout(long[] position) {
    Nd4j.getRandom().setStates(position[0], position[1]);
  }

  @Override
  public void loadWeights(float[] weights) {
    graph.params().assign(row(weights));
  }

  @Override
  public EngineState state() {
    INDArray moments = graph.getUpdater().getStateViewArray();
    return new EngineState(
        graph.params().toFloatVector(),
        moments == null ? new float[0] : moments.toFloatVector(),
        new float[0],
        graph.getConfiguration().getIterationCount());
  }

  @Override
  public void forward(ImageBatch images) {
    pixels = images.pixels();
    step.requirePixels(pixels.length, shape);
    run(pixels);
  }

  private void run(float[] images) {
    long[] dimensions = {step.rows(), shape.channels(), shape.height(), shape.width()};
    INDArray input = Nd4j.create(images, dimensions, 'c');
    activations = graph.feedForward(new INDArray[] {input}, !step.isInference(), false);
  }

  @Override
  public void forwardPerturbed(int rows, double epsilon) {
    run(FastGradientSign.perturbed(pixels, imageGradient(), rows * shape.size(), epsilon));
  }

  @Override
  public float[] output(String name) {
    if (!widths.containsKey(name)) {
      throw new IllegalArgumentException(
          Text.format("expected an output of %s, got [%s]", widths.keySet(), name));
    }
    return activations.get(Dl4jGraphs.outputLayer(name)).dup('c').data().asFloat();
  }

  @Override
  public void backward(Map<String, float[]> gradients, Map<String, Double> headFactors) {
    INDArray[] byOutputs = new INDArray[step.outputs().size()];
    for (int i = 0; i < byOutputs.length; i++) {
      String name = step.outputs().get(i);
      int width = widths.get(name);
      float[] values = gradients.getOrDefault(name, new float[step.rows() * width]);
      byOutputs[i] = Nd4j.create(values, new long[] {step.rows(), width}, 'c');
    }
    graph.backward(byOutputs);
  }

  @Override
  public void addBackward(
      Map<String, float[]> gradients, Map<String, Double> headFactors, double factor) {
    float[] before = gradient();
    backward(gradients, headFactors);
    float[] sum = gradient();
    mask.addScaled(before, (float) factor, sum);
    replaceGradient(sum);
  }

  @Override
  public double add(WeightPenalty penalty) {
    float[] sum = gradient();
    double value = penalty.add(graph.params().toFloatVector(), sum);
    replaceGradient(sum);
    return value;
  }

  private void replaceGradient(float[] values) {
    graph.gradient().gradient().assign(row(values));
  }

  @Override
  public float[] gradient() {
    return graph.gradient().gradient().toFloatVector();
  }

  @Override
  public float[] imageGradient() {
    if (!step.imageGradient()) {
      throw new IllegalStateException("compiled without gradients with respect to images");
    }
    return graph.imageGradient.clone();
  }

  @Override
  public void update() {
    graph.step(step.rows());
  }

  @Override
  public void close() {
    graph.close();
  }

  private static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }

  /** DL4J's graph, with access to the images' gradient and to the optimiser's step. */
  private static final class Graph extends ComputationGraph {
    private static final long serialVersionUID = 1L;

    /** The images' gradient of the last propagation; null if DL4J did not compute it. */
    private transient float[] imageGradient;

    Graph(ComputationGraphConfiguration configuration) {
      super(configuration);
    }

    /** Works like backpropGradient, but keeps the images' gradient. */
    void backward(INDArray... byOutputs) {
      calcBackpropGradients(false, false, byOutputs);
      INDArray byImages = getVertex(getConfiguration().getNetworkInputs().get(0)).getEpsilon();
      imageGradient = byImages == null ? null : byImages.dup('c').data().asFloat();
    }

    /** Updates the weights by the gradient, like DL4J's optimiser. */
    void step(int minibatch) {
      int iteration = getConfiguration().getIterationCount();
      getUpdater()
          .update(
              gradient(), iteration, getEpochCount(), minibatch, LayerWorkspaceMgr.noWorkspaces());
      params().subi(gradient().gradient());
      getConfiguration().setIterationCount(iteration + 1);
    }
  }
}
