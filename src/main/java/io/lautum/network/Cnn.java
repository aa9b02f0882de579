package io.lautum.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.nd4j.linalg.activations.Activation;

/**
 * A small network in the manner of VGG (Simonyan &amp; Zisserman 2015) for 32x32 colour images:
 * three blocks of two 3x3 convolutions of 32, 64 and 128 channels, each followed by batch
 * normalisation and a rectifier, 2x2 maximum pooling between blocks, and a global average at the
 * end. The features are the 128 averages.
 */
final class Cnn implements Architecture {
  private static final int[] CHANNELS = {32, 64, 128};

  @Override
  public int smallestSide() {
    return 8;
  }

  @Override
  public String addTo(GraphBuilder graph, String input) {
    String last = input;
    for (int block = 0; block < CHANNELS.length; block++) {
      for (int layer = 1; layer <= 2; layer++) {
        last = addConvolution(graph, last, CHANNELS[block], (block + 1) + "_" + layer);
      }
      if (block < CHANNELS.length - 1) {
        String pooling = "pooling" + (block + 1);
        graph.addLayer(pooling, Layers.maxPooling(), last);
        last = pooling;
      }
    }
    graph.addLayer("features", new GlobalPoolingLayer.Builder(PoolingType.AVG).build(), last);
    return "features";
  }

  private static String addConvolution(
      GraphBuilder graph, String input, int channels, String name) {
    graph
        .addLayer(
            "convolution" + name,
            new ConvolutionLayer.Builder(3, 3)
                .padding(1, 1)
                .nOut(channels)
                // The shift of batch normalisation makes a bias redundant.
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build(),
            input)
        .addLayer(
            "normalisation" + name, new BatchNormalization.Builder().build(), "convolution" + name)
        .addLayer(
            "rectifier" + name,
            new ActivationLayer.Builder().activation(Activation.RELU).build(),
            "normalisation" + name);
    return "rectifier" + name;
  }
}
