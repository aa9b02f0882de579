package io.lautum.network.architecture;

import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer.BatchNormalization;
import io.lautum.network.spec.Layer.Convolution;
import io.lautum.network.spec.Layer.GlobalAverage;
import io.lautum.network.spec.Layer.MaxPooling;
import io.lautum.network.spec.Layer.Rectifier;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Window;

/**
 * A small VGG-like network (Simonyan &amp; Zisserman 2015) for 32x32 colour images: three blocks of
 * two 3x3 convolutions of 32, 64 and 128 channels, each followed by batch normalisation and a ReLU,
 * 2x2 max pooling between blocks, and a global average at the end. The features are the 128
 * averages.
 */
final class Cnn implements Architecture {
  private static final int[] CHANNELS = {32, 64, 128};
  private static final Window KERNEL = new Window(3, 1, 1);
  private static final Window POOLING = new Window(2, 2, 0);

  @Override
  public int smallestSide() {
    return 8;
  }

  @Override
  public String addTo(NetworkGraph.Builder graph) {
    String last = NetworkGraph.IMAGE;
    for (int block = 0; block < CHANNELS.length; block++) {
      for (int layer = 1; layer <= 2; layer++) {
        last = addConvolution(graph, last, CHANNELS[block], (block + 1) + "_" + layer);
      }
      if (block < CHANNELS.length - 1) {
        last = graph.add("pooling" + (block + 1), new MaxPooling(POOLING), last);
      }
    }
    return graph.add("features", new GlobalAverage(), last);
  }

  private static String addConvolution(
      NetworkGraph.Builder graph, String input, int channels, String name) {
    // The shift of batch normalisation makes a bias redundant.
    Convolution convolution = new Convolution(channels, KERNEL, false, Initialization.UNIFORM);
    String convolved = graph.add("convolution" + name, convolution, input);
    String normalised = graph.add("normalisation" + name, new BatchNormalization(), convolved);
    return graph.add("rectifier" + name, new Rectifier(), normalised);
  }
}
