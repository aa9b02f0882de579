package io.lautum.execution.onednn;

import io.lautum.data.ImageShape;
import io.lautum.execution.Minibatch;
import io.lautum.execution.TrainableNetwork;
import io.lautum.network.TargetLoss;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.PointerScope;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A chain of layers compiled for oneDNN and one minibatch size. Losses and Adam are computed in
 * Java: they are small beside the layers.
 */
public final class OneDnnNetwork implements TrainableNetwork {
  private final PointerScope nativeMemory;
  private final Optional<Chain.Term> term;
  private final int batchSize;
  private final int classes;
  private final FlatWeights flat;
  private final AdamStep adam;
  private final List<Operators.Step> steps;
  private final Program forward;
  private final Program backward;
  private final HostTensor images;
  private final HostTensor logits;
  private final HostTensor logitsGradient;

  /** Output that the term sees, and its gradient; the logits' where it sees those. */
  private HostTensor termOutput;

  private HostTensor termGradient;

  private float[] weights;
  private final float[] gradient;
  private int iteration;
  private double crossEntropy;

  /**
   * Compiles a graph.
   *
   * @param graph configuration of this network alone: target losses keep statistics in it
   * @param batchSize labelled images a minibatch
   * @throws IllegalArgumentException if the graph is not one that {@link Chain#obstacle} passes
   */
  public OneDnnNetwork(
      ComputationGraphConfiguration graph, ImageShape shape, int batchSize, Precision precision) {
    Chain chain = Chain.of(graph);
    this.term = chain.term();
    this.batchSize = batchSize;
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    adam = new AdamStep(network);
    gradient = new float[Math.toIntExact(network.numParams())];
    Map<String, Long> order = FlatWeights.order(network);
    // Only now: ND4J's memory, with constants that it keeps for ever, must not be in the scope.
    nativeMemory = openScope();
    engine cpu = new engine(engine.kind.cpu, 0);
    stream stream = new stream(cpu);
    forward = new Program(cpu, stream);
    backward = new Program(cpu, stream);
    flat = new FlatWeights(cpu, order, gradient.length);
    steps = Operators.of(chain.layers(), flat, precision);
    int rows = term.isPresent() ? 2 * batchSize : batchSize;
    Tensor pixels = forward.rowMajor(rows, shape.channels(), shape.height(), shape.width());
    images = HostTensor.of(pixels);
    Tensor output = compileForward(pixels);
    classes = Math.toIntExact(output.features());
    logits = HostTensor.copy(output, forward);
    Tensor byLogits = backward.rowMajor(output.shape());
    logitsGradient = HostTensor.of(byLogits);
    compileBackward(byLogits);
    nativeMemory.extend().close();
  }

  @SuppressWarnings("unchecked") // The constructor's varargs are of a generic type.
  private static PointerScope openScope() {
    return new PointerScope();
  }

  private Tensor compileForward(Tensor pixels) {
    Tensor value = pixels;
    for (Operators.Step step : steps) {
      value = step.operator().forward(value, forward);
      if (isTermOutput(step)) {
        termOutput = HostTensor.copy(value, forward);
      }
    }
    return value;
  }

  private void compileBackward(Tensor byLogits) {
    Tensor byOutput = byLogits;
    for (int i = steps.size() - 1; i >= 0; i--) {
      Operators.Step step = steps.get(i);
      if (isTermOutput(step)) {
        if (i == steps.size() - 1) {
          termGradient = logitsGradient;
        } else {
          byOutput = compileSum(byOutput);
        }
      }
      byOutput = step.operator().backward(byOutput, i == 0, backward);
    }
  }

  /** The gradient that came through the layers plus the term's own. */
  private Tensor compileSum(Tensor byOutput) {
    Tensor sum = backward.rowMajor(byOutput.shape());
    HostTensor through = HostTensor.copy(byOutput, backward);
    HostTensor total = HostTensor.of(sum);
    termGradient = total;
    backward.add(
        () -> {
          float[] values = through.read();
          for (int i = 0; i < values.length; i++) {
            values[i] += total.values()[i];
          }
          total.write(values);
        });
    return sum;
  }

  private boolean isTermOutput(Operators.Step step) {
    return term.isPresent() && term.get().layer().equals(step.layer());
  }

  @Override
  public void load(float[] newWeights, float[] updater, int newIteration, long seed) {
    weights = newWeights.clone();
    flat.write(weights);
    adam.load(updater);
    iteration = newIteration;
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).operator() instanceof Dropout dropout) {
        dropout.seed(seed + i);
      }
    }
  }

  @Override
  public double fit(Minibatch minibatch) {
    images.write(minibatch.images());
    forward.run();
    float[] outputs = logits.read();
    double[] probabilities = CrossEntropy.softmax(outputs, classes, 0, batchSize);
    crossEntropy = CrossEntropy.mean(probabilities, classes, minibatch.labels());
    Arrays.fill(logitsGradient.values(), 0);
    CrossEntropy.gradient(probabilities, classes, minibatch.labels(), logitsGradient.values());
    double score = crossEntropy;
    if (term.isPresent()) {
      try {
        score += addTerm(term.get(), minibatch.whitened());
      } catch (ArithmeticException e) {
        // The information of outputs that are no longer finite.
        return Double.NaN;
      }
    }
    logitsGradient.write();
    backward.run();
    flat.readGradients(gradient);
    adam.apply(weights, gradient, iteration++);
    flat.write(weights);
    return score;
  }

  private double addTerm(Chain.Term term, double[] whitened) {
    float[] outputs = termOutput.read();
    int width = outputs.length / (2 * batchSize);
    double[] target =
        term.softmax()
            ? CrossEntropy.softmax(outputs, width, batchSize, 2 * batchSize)
            : doubles(outputs, batchSize * width);
    double[] byTarget = term.loss().gradient(target, whitened, batchSize);
    if (term.softmax()) {
      CrossEntropy.throughSoftmax(byTarget, target, width);
    }
    float[] values = termGradient.values();
    for (int i = 0; i < byTarget.length; i++) {
      values[batchSize * width + i] = (float) byTarget[i];
    }
    return term.loss().score();
  }

  private static double[] doubles(float[] values, int from) {
    double[] doubles = new double[values.length - from];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[from + i];
    }
    return doubles;
  }

  @Override
  public double crossEntropy() {
    return crossEntropy;
  }

  @Override
  public float[] weights() {
    return weights.clone();
  }

  @Override
  public float[] updater() {
    return adam.state();
  }

  @Override
  public Optional<TargetLoss> targetLoss() {
    return term.map(Chain.Term::loss);
  }

  @Override
  public void close() {
    nativeMemory.deallocate();
  }
}
