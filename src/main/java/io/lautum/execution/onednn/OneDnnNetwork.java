package io.lautum.execution.onednn;

import io.lautum.config.RegularizationConfig;
import io.lautum.data.ImageShape;
import io.lautum.execution.Adversary;
import io.lautum.execution.Minibatch;
import io.lautum.execution.TrainableNetwork;
import io.lautum.network.TrainedWeights;
import io.lautum.network.TransferLoss;
import io.lautum.network.WeightMatrices;
import io.lautum.regularization.WeightPenalties;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
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
  private final RegularizationConfig regularization;
  private final WeightPenalties penalties;
  private final FlatWeights flat;
  private final TrainedWeights trained;
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

  /** Only where a regulariser needs it: it costs a layer's work. */
  private HostTensor imageGradient;

  private float[] weights;
  private final float[] gradient;
  private int iteration;
  private double[] probabilities;
  private double crossEntropy;

  /**
   * Compiles a graph.
   *
   * @param graph configuration of this network alone: a term keeps statistics in it
   * @param batchSize labelled images a minibatch
   * @throws IllegalArgumentException if the graph is not one that {@link Chain#obstacle} passes
   */
  public OneDnnNetwork(
      ComputationGraphConfiguration graph,
      ImageShape shape,
      int batchSize,
      Precision precision,
      RegularizationConfig regularization) {
    Chain chain = Chain.of(graph);
    this.term = chain.term();
    this.batchSize = batchSize;
    this.regularization = regularization;
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    penalties = WeightPenalties.of(regularization, WeightMatrices.of(network));
    trained = TrainedWeights.of(network);
    adam = new AdamStep(chain.updater(), trained);
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
      boolean last = i == 0 && regularization.adversarial() == 0;
      byOutput = step.operator().backward(byOutput, last, backward);
    }
    if (byOutput != null) {
      imageGradient = HostTensor.copy(byOutput, backward);
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
  public void load(
      float[] newWeights, float[] updater, double[] statistics, int newIteration, long seed) {
    write(newWeights);
    adam.load(updater);
    penalties.restore(statistics);
    term.ifPresent(t -> t.loss().restore(penalties.others(statistics)));
    iteration = newIteration;
    for (int i = 0; i < steps.size(); i++) {
      if (steps.get(i).operator() instanceof Dropout dropout) {
        dropout.seed(seed + i);
      }
    }
  }

  private void write(float[] newWeights) {
    weights = newWeights.clone();
    flat.write(weights);
  }

  @Override
  public double fit(Minibatch minibatch) {
    double score;
    try {
      score = propagate(minibatch.images(), minibatch);
    } catch (ArithmeticException e) {
      // The term's, of outputs that are no longer finite.
      return Double.NaN;
    }
    if (regularization.adversarial() > 0) {
      score += addAdversarial(minibatch);
    }
    score += penalties.add(weights, gradient);
    adam.apply(weights, gradient, iteration++);
    flat.write(weights);
    return score;
  }

  /** Adds the gradient at the changed images; running statistics stay those of the clean ones. */
  private double addAdversarial(Minibatch minibatch) {
    float[] clean = gradient.clone();
    double cleanCrossEntropy = crossEntropy;
    float[] attacked = Adversary.attack(minibatch, imageGradient.read(), regularization.epsilon());
    double score = withoutTerm(() -> propagate(attacked, minibatch));
    trained.addScaled(clean, (float) regularization.adversarial(), gradient);
    crossEntropy = cleanCrossEntropy;
    return regularization.adversarial() * score;
  }

  private double withoutTerm(DoubleSupplier computation) {
    term.ifPresent(t -> t.loss().pause(true));
    double result = computation.getAsDouble();
    term.ifPresent(t -> t.loss().pause(false));
    return result;
  }

  /** Computes the graph's loss and its gradient. */
  private double propagate(float[] input, Minibatch minibatch) {
    forward(input, minibatch.labels());
    Arrays.fill(logitsGradient.values(), 0);
    CrossEntropy.gradient(probabilities, classes, minibatch.labels(), logitsGradient.values());
    double score = crossEntropy;
    if (term.isPresent()) {
      if (termGradient != logitsGradient) {
        Arrays.fill(termGradient.values(), 0);
      }
      score += addTerm(term.get(), minibatch.beside());
    }
    logitsGradient.write();
    backward.run();
    flat.readGradients(gradient);
    return score;
  }

  private void forward(float[] input, int[] labels) {
    images.write(input);
    forward.run();
    probabilities = CrossEntropy.softmax(logits.read(), classes, 0, batchSize);
    crossEntropy = CrossEntropy.mean(probabilities, classes, labels);
  }

  private double addTerm(Chain.Term term, double[] beside) {
    float[] values = termOutput.read();
    int width = values.length / (2 * batchSize);
    double[] outputs =
        term.softmax() ? CrossEntropy.softmax(values, width, 0, 2 * batchSize) : doubles(values);
    double[] byOutputs = term.loss().gradient(outputs, beside, batchSize);
    if (term.softmax()) {
      CrossEntropy.throughSoftmax(byOutputs, outputs, width);
    }
    float[] sum = termGradient.values();
    for (int i = 0; i < byOutputs.length; i++) {
      sum[i] += (float) byOutputs[i];
    }
    return term.loss().score();
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  @Override
  public double crossEntropy(float[] newWeights, Minibatch minibatch) {
    write(newWeights);
    forward(minibatch.images(), minibatch.labels());
    return crossEntropy;
  }

  @Override
  public double gradient(float[] newWeights, Minibatch minibatch, float[] into) {
    write(newWeights);
    double loss = withoutTerm(() -> propagate(minibatch.images(), minibatch));
    System.arraycopy(gradient, 0, into, 0, gradient.length);
    return loss;
  }

  @Override
  public float[] imageGradient(Minibatch minibatch) {
    if (imageGradient == null) {
      throw new IllegalStateException("compiled without an adversarial regulariser");
    }
    withoutTerm(() -> propagate(minibatch.images(), minibatch));
    return imageGradient.read().clone();
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
  public double[] statistics() {
    return penalties.with(term.map(t -> t.loss().state()).orElse(new double[0]));
  }

  @Override
  public Optional<TransferLoss> term() {
    return term.map(Chain.Term::loss);
  }

  @Override
  public void close() {
    nativeMemory.deallocate();
  }
}
