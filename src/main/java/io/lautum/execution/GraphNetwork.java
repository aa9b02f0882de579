package io.lautum.execution;

import io.lautum.data.ImageShape;
import io.lautum.network.TargetLoss;
import java.util.Arrays;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.LossLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's own execution: any graph, on any ND4J backend. */
final class GraphNetwork implements TrainableNetwork {
  private final ComputationGraph network;
  private final ImageShape shape;
  private final int classes;

  /**
   * @param graph configuration of this network alone: target losses keep statistics in it
   */
  GraphNetwork(ComputationGraphConfiguration graph, ImageShape shape) {
    this.shape = shape;
    network = new ComputationGraph(graph);
    network.init();
    classes = (int) network.layerSize("logits");
  }

  @Override
  public void load(float[] weights, float[] updater, int iteration, long seed) {
    network.params().assign(row(weights));
    INDArray state = network.getUpdater().getStateViewArray();
    if (state != null) {
      if (updater.length == 0) {
        state.assign(0);
      } else {
        state.assign(row(updater));
      }
    }
    network.getConfiguration().setIterationCount(iteration);
    Nd4j.getRandom().setSeed(seed);
  }

  @Override
  public double fit(Minibatch minibatch) {
    try {
      network.fit(dataSet(minibatch, shape, classes));
      return network.score();
    } catch (ArithmeticException e) {
      // The information of outputs that are no longer finite.
      return Double.NaN;
    }
  }

  /** The minibatch as DL4J takes it: one input, or source and target apart. */
  static MultiDataSet dataSet(Minibatch minibatch, ImageShape shape, int classes) {
    int n = minibatch.labels().length;
    float[] oneHot = new float[n * classes];
    for (int i = 0; i < n; i++) {
      oneHot[i * classes + minibatch.labels()[i]] = 1;
    }
    INDArray labels = Nd4j.create(oneHot, new long[] {n, classes}, 'c');
    float[] pixels = minibatch.images();
    if (minibatch.whitened().length == 0) {
      return new MultiDataSet(images(pixels, n, shape), labels);
    }
    INDArray source = images(Arrays.copyOf(pixels, pixels.length / 2), n, shape);
    INDArray target =
        images(Arrays.copyOfRange(pixels, pixels.length / 2, pixels.length), n, shape);
    double[] z = minibatch.whitened();
    float[] whitened = new float[z.length];
    for (int i = 0; i < z.length; i++) {
      whitened[i] = (float) z[i];
    }
    return new MultiDataSet(
        new INDArray[] {source, target},
        new INDArray[] {labels, Nd4j.create(whitened, new long[] {n, z.length / n}, 'c')});
  }

  private static INDArray images(float[] pixels, int n, ImageShape shape) {
    long[] dimensions = {n, shape.channels(), shape.height(), shape.width()};
    return Nd4j.create(pixels, dimensions, 'c');
  }

  @Override
  public double crossEntropy() {
    return ((LossLayer) network.getLayer("probabilities")).score();
  }

  @Override
  public float[] weights() {
    return network.params().toFloatVector();
  }

  @Override
  public float[] updater() {
    INDArray state = network.getUpdater().getStateViewArray();
    return state == null ? new float[0] : state.toFloatVector();
  }

  @Override
  public Optional<TargetLoss> targetLoss() {
    if (network.getNumOutputArrays() < 2) {
      return Optional.empty();
    }
    org.deeplearning4j.nn.conf.layers.LossLayer term =
        (org.deeplearning4j.nn.conf.layers.LossLayer) network.getLayer("term").conf().getLayer();
    return Optional.of((TargetLoss) term.getLossFn());
  }

  @Override
  public void close() {
    network.close();
  }

  private static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }
}
