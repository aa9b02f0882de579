package io.lautum.network.architecture;

import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer.Convolution;
import io.lautum.network.spec.Layer.Dense;
import io.lautum.network.spec.Layer.MaxPooling;
import io.lautum.network.spec.Layer.Rectifier;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Window;

/**
 * LeNet with ReLUs (after LeCun et al. 1998, in Caffe's widths): 5x5 convolutions of 20 and 50
 * channels, each with 2x2 max pooling, and a dense layer of 500. 431,080 weights with ten classes
 * at 1x28x28.
 */
final class LeNet implements Architecture {
  private static final Window KERNEL = new Window(5, 1, 0);
  private static final Window POOLING = new Window(2, 2, 0);

  @Override
  public int smallestSide() {
    return 16;
  }

  @Override
  public String addTo(NetworkGraph.Builder graph) {
    String first = addConvolution(graph, NetworkGraph.IMAGE, 20, 1);
    String second = addConvolution(graph, first, 50, 2);
    String dense = graph.add("features", new Dense(500, Initialization.UNIFORM), second);
    return graph.add("features.rectifier", new Rectifier(), dense);
  }

  private static String addConvolution(
      NetworkGraph.Builder graph, String input, int channels, int number) {
    Convolution convolution = new Convolution(channels, KERNEL, true, Initialization.UNIFORM);
    String convolved = graph.add("convolution" + number, convolution, input);
    String rectified = graph.add("rectifier" + number, new Rectifier(), convolved);
    return graph.add("pooling" + number, new MaxPooling(POOLING), rectified);
  }
}
