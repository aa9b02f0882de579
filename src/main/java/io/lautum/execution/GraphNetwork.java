package io.lautum.execution;

import io.lautum.data.ImageShape;
import io.lautum.network.TargetLoss;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.LossLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
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
      network.fit(DataSets.of(minibatch, shape, classes));
      return network.score();
    } catch (ArithmeticException e) {
      // The information of outputs that are no longer finite.
      return Double.NaN;
    }
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
