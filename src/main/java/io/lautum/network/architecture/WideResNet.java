package io.lautum.network.architecture;

import io.lautum.Text;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer.BatchNormalization;
import io.lautum.network.spec.Layer.Convolution;
import io.lautum.network.spec.Layer.GlobalAverage;
import io.lautum.network.spec.Layer.Rectifier;
import io.lautum.network.spec.Layer.Sum;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Window;

/**
 * A wide residual network (Zagoruyko &amp; Komodakis 2016, table 1): a 3x3 convolution of 16
 * channels, three groups of residual blocks of 16k, 32k and 64k channels, the second and third of
 * which halve the sides, batch normalisation, a ReLU and a global average. A block computes x +
 * conv(ReLU(BN(conv(ReLU(BN(x)))))). If it changes the width, the shortcut is a 1x1 convolution of
 * ReLU(BN(x)) instead of x, as in the authors' code. The features are the 64k averages.
 *
 * <p>Images of more than {@value #STEM_SIDE} pixels per side first pass strided convolutions that
 * halve the sides until they have at most that many.
 */
final class WideResNet implements Architecture {
  private static final int STEM_SIDE = 32;
  private static final int STEM_CHANNELS = 16;
  private static final int GROUPS = 3;

  private final int blocks;
  private final int width;

  /**
   * @param depth number of convolutions along the longest path, 6n + 4 with n blocks per group
   * @param width k, the factor on the channels of a plain residual network
   * @throws IllegalArgumentException if the depth or the width is invalid
   */
  WideResNet(int depth, int width) {
    if (depth < 10 || (depth - 4) % 6 != 0 || width < 1) {
      throw new IllegalArgumentException(
          Text.format(
              "expected a depth of 6n + 4 and a width of 1 or more, got [%d] and [%d]",
              depth, width));
    }
    this.blocks = (depth - 4) / 6;
    this.width = width;
  }

  @Override
  public int smallestSide() {
    return 8;
  }

  @Override
  public String addTo(NetworkGraph.Builder graph) {
    String last = addStem(graph);
    int channels = STEM_CHANNELS;
    for (int group = 1; group <= GROUPS; group++) {
      int wanted = STEM_CHANNELS * width << (group - 1);
      for (int block = 1; block <= blocks; block++) {
        int stride = group > 1 && block == 1 ? 2 : 1;
        last = addBlock(graph, last, Text.format("%d_%d", group, block), channels, wanted, stride);
        channels = wanted;
      }
    }
    return graph.add("features", new GlobalAverage(), addActivation(graph, last, "final"));
  }

  private static String addStem(NetworkGraph.Builder graph) {
    int side = Math.max(graph.input().height(), graph.input().width());
    String last = NetworkGraph.IMAGE;
    for (int step = 1; side > STEM_SIDE; step++) {
      String name = "stem" + step;
      String halved = graph.add(name, convolution(3, STEM_CHANNELS, 2), last);
      last = addActivation(graph, halved, name);
      side = (side + 1) / 2;
    }
    return graph.add("stem", convolution(3, STEM_CHANNELS, 1), last);
  }

  private static String addBlock(
      NetworkGraph.Builder graph, String input, String name, int channels, int wanted, int stride) {
    String active = addActivation(graph, input, name + "a");
    String first = graph.add("convolution" + name + "a", convolution(3, wanted, stride), active);
    String again = addActivation(graph, first, name + "b");
    String residual = graph.add("convolution" + name + "b", convolution(3, wanted, 1), again);
    String shortcut =
        channels == wanted && stride == 1
            ? input
            : graph.add("shortcut" + name, convolution(1, wanted, stride), active);
    return graph.add("sum" + name, new Sum(), shortcut, residual);
  }

  private static String addActivation(NetworkGraph.Builder graph, String input, String name) {
    String normalised = graph.add("normalisation" + name, new BatchNormalization(), input);
    return graph.add("rectifier" + name, new Rectifier(), normalised);
  }

  private static Convolution convolution(int size, int channels, int stride) {
    Window kernel = new Window(size, stride, size / 2);
    return new Convolution(channels, kernel, false, Initialization.HE);
  }
}
