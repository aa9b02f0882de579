package io.lautum.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The weight matrices of a network: no biases, and nothing of batch normalisation. */
public final class WeightMatrices {
  private WeightMatrices() {}

  /**
   * The matrices of all dense and convolutional layers, in the flat order.
   *
   * @param network initialised
   * @throws IllegalArgumentException if weights of another kind of layer are laid out in a way that
   *     is not known here
   */
  public static List<WeightMatrix> of(ComputationGraph network) {
    List<WeightMatrix> matrices = new ArrayList<>();
    for (Layer layer : network.getLayers()) {
      INDArray weights = layer.paramTable().get(DefaultParamInitializer.WEIGHT_KEY);
      if (weights != null) {
        long offset = weights.offset() - network.params().offset();
        matrices.add(matrix(layer.conf().getLayer(), weights, Math.toIntExact(offset)));
      }
    }
    return List.copyOf(matrices);
  }

  private static WeightMatrix matrix(
      org.deeplearning4j.nn.conf.layers.Layer layer, INDArray weights, int offset) {
    // Exactly these classes: their subclasses lay weights out differently. A dense layer has inputs
    // x outputs in column-major order, a convolution out x in x height x width in row-major order.
    if (layer.getClass() != DenseLayer.class && layer.getClass() != ConvolutionLayer.class) {
      throw new IllegalArgumentException(
          "the layout of layer %s (%s) is not known"
              .formatted(layer.getLayerName(), layer.getClass().getSimpleName()));
    }
    int rows = Math.toIntExact(((FeedForwardLayer) layer).getNOut());
    return new WeightMatrix(
        layer.getLayerName(), offset, rows, Math.toIntExact(weights.length() / rows));
  }
}
