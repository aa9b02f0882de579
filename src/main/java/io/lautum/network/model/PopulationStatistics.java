package io.lautum.network.model;

import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.Engines;
import io.lautum.network.spec.Layer.BatchNormalization;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Node;
import io.lautum.network.spec.Parameter;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Estimates batch normalisation's running statistics on a set of images: for each channel, mean and
 * variance of the layer's input over all images and pixels (Li, Wang, Shi, Liu &amp; Hou 2016,
 * algorithm 1). One layer after the other, so that a layer's input is computed with the new
 * statistics of the layers below it, as in inference.
 *
 * @param engine value of {@code network.engine} for the forward passes
 * @param images one or more images
 * @param normalization normalisation of the images
 * @param batchSize maximum number of images per forward pass
 */
public record PopulationStatistics(
    String engine, ImageStore images, Normalization.Table normalization, int batchSize) {
  private static final String INPUT = "input";

  /**
   * Returns a copy of the weights with the statistics of the images.
   *
   * @param weights weights of the network, in the flat order
   */
  public float[] estimate(NetworkGraph network, float[] weights) {
    float[] adapted = weights.clone();
    ParameterLayout layout = network.parameters();
    for (int i = 0; i < network.nodes().size(); i++) {
      Node node = network.nodes().get(i);
      if (node.layer() instanceof BatchNormalization) {
        ChannelMoments moments = input(network, i, adapted);
        int mean = layout.of(node.name(), Parameter.Kind.RUNNING_MEAN).offset();
        int deviation = layout.of(node.name(), Parameter.Kind.RUNNING_DEVIATION).offset();
        for (int c = 0; c < moments.channels(); c++) {
          adapted[mean + c] = (float) moments.mean(c);
          // A constant channel has the variance 0, which has no logarithm.
          double variance = Math.max(moments.variance(c), Float.MIN_NORMAL);
          adapted[deviation + c] = (float) (0.5 * Math.log10(variance));
        }
      }
    }
    return adapted;
  }

  /** Returns the moments of a layer's input, by the layers before it. */
  private ChannelMoments input(NetworkGraph network, int layer, float[] weights) {
    SortedMap<String, String> outputs = new TreeMap<>();
    outputs.put(INPUT, network.nodes().get(layer).inputs().get(0));
    NetworkGraph below =
        new NetworkGraph(network.input(), network.nodes().subList(0, layer), outputs);
    Shape.Image shape = (Shape.Image) below.shapes().get(below.node(INPUT));
    ChannelMoments moments = new ChannelMoments(shape.channels(), shape.height() * shape.width());
    int rows = Math.min(batchSize, images.count());
    int size = network.input().size();
    float[] pixels = new float[rows * size];
    StepSpec pass = StepSpec.inference(rows, List.of(INPUT));
    try (CompiledNetwork compiled =
        Engines.find(engine, Precision.FLOAT, below, pass).compile(below, pass, Precision.FLOAT)) {
      // The layers come in the flat order, so theirs are the first weights.
      float[] used = Arrays.copyOf(weights, below.parameters().length());
      compiled.load(EngineState.initial(used), 0);
      for (int first = 0; first < images.count(); first += rows) {
        int count = Math.min(rows, images.count() - first);
        for (int i = 0; i < count; i++) {
          normalization.apply(images.get(first + i), pixels, i * size);
        }
        compiled.forward(() -> pixels);
        moments.add(compiled.output(INPUT), count);
      }
    }
    return moments;
  }

  /** Mean and variance per channel, from sums in double precision. */
  private static final class ChannelMoments {
    private final double[] sums;
    private final double[] squares;
    private final int plane;
    private long count;

    ChannelMoments(int channels, int plane) {
      sums = new double[channels];
      squares = new double[channels];
      this.plane = plane;
    }

    int channels() {
      return sums.length;
    }

    void add(float[] values, int images) {
      int at = 0;
      for (int i = 0; i < images; i++) {
        for (int c = 0; c < sums.length; c++) {
          for (int pixel = 0; pixel < plane; pixel++) {
            double value = values[at++];
            sums[c] += value;
            squares[c] += value * value;
          }
        }
      }
      count += (long) images * plane;
    }

    double mean(int channel) {
      return sums[channel] / count;
    }

    double variance(int channel) {
      return squares[channel] / count - mean(channel) * mean(channel);
    }
  }
}
