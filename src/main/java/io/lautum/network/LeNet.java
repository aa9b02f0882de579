package io.lautum.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.activations.Activation;

/**
 * LeNet with rectifiers (after LeCun et al. 1998, in Caffe's widths): 5x5 convolutions of 20 and 50
 * channels, each with 2x2 maximum pooling, and a dense layer of 500. 431,080 weights with ten
 * classes at 1x28x28.
 */
final class LeNet implements Architecture {
  @Override
  public int smallestSide() {
    return 16;
  }

  @Override
  public String addTo(GraphBuilder graph, String input) {
    graph
        .addLayer("convolution1", convolution(20), input)
        .addLayer("pooling1", Layers.maxPooling(), "convolution1")
        .addLayer("convolution2", convolution(50), "pooling1")
        .addLayer("pooling2", Layers.maxPooling(), "convolution2")
        .addLayer("features", Layers.dense(500), "pooling2");
    return "features";
  }

  private static ConvolutionLayer convolution(int channels) {
    return new ConvolutionLayer.Builder(5, 5).nOut(channels).activation(Activation.RELU).build();
  }
}
