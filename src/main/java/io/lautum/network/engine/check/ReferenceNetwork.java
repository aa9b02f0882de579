package io.lautum.network.engine.check;

import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Node;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.ParameterLayout;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A network's forward pass in double precision, one loop per layer, without dropout; the reference
 * for engines.
 */
public final class ReferenceNetwork {
  private final NetworkGraph network;
  private final StepSpec step;
  private final ParameterLayout layout;
  private final Map<String, Shape> shapes;

  /**
   * @param step groups of images, which batch normalisation distinguishes
   */
  public ReferenceNetwork(NetworkGraph network, StepSpec step) {
    this.network = network;
    this.step = step;
    this.layout = network.parameters();
    this.shapes = network.shapes();
  }

  /** Returns the values of an output, rows x width. */
  public double[] output(String name, double[] weights, float[] images) {
    double[] pixels = new double[images.length];
    Arrays.setAll(pixels, i -> images[i]);
    return output(name, weights, pixels);
  }

  /** Returns the values of an output, rows x width. */
  public double[] output(String name, double[] weights, double[] images) {
    return values(weights, images).get(network.node(name));
  }

  /** Returns the values of each output of the step, rows x width. */
  Map<String, double[]> outputs(double[] weights, double[] images) {
    Map<String, double[]> values = values(weights, images);
    return step.outputs().stream()
        .collect(Collectors.toMap(Function.identity(), name -> values.get(network.node(name))));
  }

  private Map<String, double[]> values(double[] weights, double[] images) {
    int rows = step.rows();
    Map<String, double[]> values = new HashMap<>();
    values.put(NetworkGraph.IMAGE, images);
    for (Node node : network.nodes()) {
      List<double[]> inputs = node.inputs().stream().map(values::get).toList();
      values.put(node.name(), compute(node, inputs, weights, rows));
    }
    return values;
  }

  private double[] compute(Node node, List<double[]> inputs, double[] weights, int rows) {
    Layer layer = node.layer();
    double[] input = inputs.get(0);
    Shape shape = shapes.get(node.inputs().get(0));
    if (layer instanceof Layer.Convolution convolution) {
      return convolve(node.name(), convolution, input, (Shape.Image) shape, weights, rows);
    } else if (layer instanceof Layer.Dense dense) {
      return multiply(node.name(), dense.units(), input, shape.size(), weights, rows);
    } else if (layer instanceof Layer.BatchNormalization normalisation) {
      return normalise(node.name(), normalisation, input, (Shape.Image) shape, weights);
    } else if (layer instanceof Layer.Rectifier) {
      return Arrays.stream(input).map(x -> Math.max(x, 0)).toArray();
    } else if (layer instanceof Layer.MaxPooling pooling) {
      return pool(pooling.window(), true, input, (Shape.Image) shape, rows);
    } else if (layer instanceof Layer.AveragePooling pooling) {
      return pool(pooling.window(), false, input, (Shape.Image) shape, rows);
    } else if (layer instanceof Layer.GlobalAverage) {
      int area = ((Shape.Image) shape).height() * ((Shape.Image) shape).width();
      return IntStream.range(0, input.length / area)
          .mapToDouble(i -> Arrays.stream(input, i * area, (i + 1) * area).average().orElseThrow())
          .toArray();
    } else if (layer instanceof Layer.Sum) {
      double[] sum = new double[input.length];
      inputs.forEach(one -> Arrays.setAll(sum, i -> sum[i] + one[i]));
      return sum;
    }
    throw new IllegalArgumentException("no reference for " + layer);
  }

  private double[] values(String layer, Kind kind, double[] weights) {
    var parameter = layout.of(layer, kind);
    return Arrays.copyOfRange(weights, parameter.offset(), parameter.end());
  }

  private double[] convolve(
      String name,
      Layer.Convolution layer,
      double[] input,
      Shape.Image shape,
      double[] weights,
      int rows) {
    Shape.Image out = layer.kernel().over(shape, layer.channels());
    double[] kernel = values(name, Kind.WEIGHTS, weights);
    double[] bias =
        layer.hasBias() ? values(name, Kind.BIAS, weights) : new double[layer.channels()];
    int size = layer.kernel().size();
    int stride = layer.kernel().stride();
    int padding = layer.kernel().padding();
    double[] output = new double[rows * out.size()];
    for (int i = 0; i < output.length; i++) {
      int left = i % out.width() * stride - padding;
      int top = i / out.width() % out.height() * stride - padding;
      int channel = i / (out.width() * out.height()) % out.channels();
      int row = i / out.size();
      double sum = bias[channel];
      for (int c = 0; c < shape.channels(); c++) {
        int plane = (row * shape.channels() + c) * shape.height();
        int weight = (channel * shape.channels() + c) * size * size;
        for (int y = Math.max(0, -top); y < Math.min(size, shape.height() - top); y++) {
          for (int x = Math.max(0, -left); x < Math.min(size, shape.width() - left); x++) {
            sum +=
                kernel[weight + y * size + x] * input[(plane + top + y) * shape.width() + left + x];
          }
        }
      }
      output[i] = sum;
    }
    return output;
  }

  private double[] multiply(
      String name, int units, double[] input, int width, double[] weights, int rows) {
    double[] matrix = values(name, Kind.WEIGHTS, weights);
    double[] bias = values(name, Kind.BIAS, weights);
    double[] output = new double[rows * units];
    for (int i = 0; i < output.length; i++) {
      output[i] = bias[i % units];
      for (int j = 0; j < width; j++) {
        output[i] += matrix[i % units * width + j] * input[i / units * width + j];
      }
    }
    return output;
  }

  private double[] normalise(
      String name,
      Layer.BatchNormalization layer,
      double[] input,
      Shape.Image shape,
      double[] weights) {
    double[] output = new double[input.length];
    for (int channel = 0; channel < shape.channels(); channel++) {
      for (List<ImageGroup> groups : batches()) {
        int[] places = places(groups, channel, shape);
        double mean = Arrays.stream(places).mapToDouble(i -> input[i]).average().orElseThrow();
        double variance =
            Arrays.stream(places)
                .mapToDouble(i -> Math.pow(input[i] - mean, 2))
                .average()
                .orElseThrow();
        double centre = mean;
        if (groups.get(0).statistics() == Statistics.RUNNING) {
          centre = values(name, Kind.RUNNING_MEAN, weights)[channel];
          variance = Math.pow(10, 2 * values(name, Kind.RUNNING_DEVIATION, weights)[channel]);
        }
        double scale = values(name, Kind.SCALE, weights)[channel];
        double shift = values(name, Kind.SHIFT, weights)[channel];
        for (int i : places) {
          output[i] = scale * (input[i] - centre) / Math.sqrt(variance + layer.epsilon()) + shift;
        }
      }
    }
    return output;
  }

  /** Returns the groups that are normalised together. */
  private List<List<ImageGroup>> batches() {
    List<ImageGroup> shared =
        step.groups().stream().filter(g -> g.statistics() == Statistics.SHARED).toList();
    List<List<ImageGroup>> batches = new ArrayList<>();
    if (!shared.isEmpty()) {
      batches.add(shared);
    }
    step.groups().stream()
        .filter(g -> g.statistics() != Statistics.SHARED)
        .forEach(g -> batches.add(List.of(g)));
    return batches;
  }

  private int[] places(List<ImageGroup> groups, int channel, Shape.Image shape) {
    int area = shape.height() * shape.width();
    return groups.stream()
        .flatMapToInt(
            group -> {
              int first = step.firstRow(group.role());
              return IntStream.range(first, first + group.rows());
            })
        .flatMap(
            row -> {
              int first = (row * shape.channels() + channel) * area;
              return IntStream.range(first, first + area);
            })
        .toArray();
  }

  private static double[] pool(
      Window window, boolean maximum, double[] input, Shape.Image shape, int rows) {
    Shape.Image out = window.over(shape, shape.channels());
    double[] output = new double[rows * out.size()];
    for (int i = 0; i < output.length; i++) {
      int x = i % out.width() * window.stride() - window.padding();
      int y = i / out.width() % out.height() * window.stride() - window.padding();
      int plane = i / (out.width() * out.height());
      double[] seen =
          IntStream.range(0, window.size() * window.size())
              .filter(k -> inside(x + k % window.size(), shape.width()))
              .filter(k -> inside(y + k / window.size(), shape.height()))
              .mapToDouble(
                  k ->
                      input[
                          (plane * shape.height() + y + k / window.size()) * shape.width()
                              + x
                              + k % window.size()])
              .toArray();
      output[i] =
          maximum
              ? Arrays.stream(seen).max().orElseThrow()
              : Arrays.stream(seen).average().orElseThrow();
    }
    return output;
  }

  private static boolean inside(int position, int side) {
    return position >= 0 && position < side;
  }
}
