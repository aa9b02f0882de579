package io.lautum.network.engine.dl4j;

import io.lautum.Text;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.Node;
import io.lautum.network.spec.Window;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/** Translates layers to DL4J's layers. */
final class Dl4jLayers {
  private Dl4jLayers() {}

  /** Adds a node to a graph. */
  static void add(GraphBuilder graph, Node node, String... inputs) {
    if (node.layer() instanceof Layer.Sum) {
      graph.addVertex(node.name(), new ElementWiseVertex(ElementWiseVertex.Op.Add), inputs);
    } else {
      graph.addLayer(node.name(), layer(node.layer()), inputs);
    }
  }

  private static org.deeplearning4j.nn.conf.layers.Layer layer(Layer layer) {
    if (layer instanceof Layer.Convolution convolution) {
      return convolution(convolution);
    } else if (layer instanceof Layer.Dense dense) {
      return new DenseLayer.Builder()
          .nOut(dense.units())
          .activation(Activation.IDENTITY)
          .weightInit(weightInit(dense.initialization()))
          .build();
    } else if (layer instanceof Layer.BatchNormalization normalisation) {
      return new BatchNormalization.Builder()
          .eps(normalisation.epsilon())
          .decay(normalisation.decay())
          .build();
    } else if (layer instanceof Layer.Rectifier) {
      return new ActivationLayer.Builder().activation(Activation.RELU).build();
    } else if (layer instanceof Layer.MaxPooling pooling) {
      return pooling(SubsamplingLayer.PoolingType.MAX, pooling.window());
    } else if (layer instanceof Layer.AveragePooling pooling) {
      return pooling(SubsamplingLayer.PoolingType.AVG, pooling.window());
    } else if (layer instanceof Layer.GlobalAverage) {
      return new GlobalPoolingLayer.Builder(PoolingType.AVG).build();
    } else if (layer instanceof Layer.Dropout dropout) {
      // DL4J's parameter is the probability of keeping an entry.
      return new DropoutLayer.Builder(1 - dropout.probability()).build();
    }
    throw new IllegalArgumentException(Text.format("DL4J has no layer for [%s]", layer));
  }

  private static ConvolutionLayer convolution(Layer.Convolution convolution) {
    Window kernel = convolution.kernel();
    return new ConvolutionLayer.Builder(kernel.size(), kernel.size())
        .stride(kernel.stride(), kernel.stride())
        .padding(kernel.padding(), kernel.padding())
        .nOut(convolution.channels())
        .hasBias(convolution.hasBias())
        .activation(Activation.IDENTITY)
        .weightInit(weightInit(convolution.initialization()))
        .build();
  }

  private static SubsamplingLayer pooling(SubsamplingLayer.PoolingType type, Window window) {
    return new SubsamplingLayer.Builder(type)
        .kernelSize(window.size(), window.size())
        .stride(window.stride(), window.stride())
        .padding(window.padding(), window.padding())
        .build();
  }

  private static WeightInit weightInit(Initialization initialization) {
    return switch (initialization) {
      case UNIFORM -> WeightInit.UNIFORM;
      case XAVIER -> WeightInit.XAVIER;
      case HE -> WeightInit.RELU;
    };
  }
}
