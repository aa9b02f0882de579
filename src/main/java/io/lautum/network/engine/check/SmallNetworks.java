package io.lautum.network.engine.check;

import io.lautum.network.spec.Head;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Node;
import io.lautum.network.spec.Parameter;
import io.lautum.network.spec.Shape;
import io.lautum.network.spec.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Creates networks that together contain every layer and are small enough for finite differences.
 */
public final class SmallNetworks {
  /** Number of logits of every network. */
  public static final int CLASSES = 3;

  private static final Layer.Dense LOGITS = new Layer.Dense(CLASSES, Initialization.XAVIER);

  private SmallNetworks() {}

  /** Returns a chain of convolution with bias, ReLU, max pooling and dense layers. */
  public static NetworkGraph chain() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(2, 9, 7));
    String convolved = graph.add("convolution", convolution(5, 3, 1, 0, true), NetworkGraph.IMAGE);
    String rectified = graph.add("rectifier", new Layer.Rectifier(), convolved);
    String pooled = graph.add("pooling", new Layer.MaxPooling(new Window(2, 2, 0)), rectified);
    String features = graph.add("dense", new Layer.Dense(6, Initialization.UNIFORM), pooled);
    String active = graph.add("dense.rectifier", new Layer.Rectifier(), features);
    return classifier(graph, active);
  }

  /**
   * Returns a network with batch normalisation with and without a subsequent ReLU, average pooling
   * and global average.
   */
  public static NetworkGraph normalised() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(3, 8, 8));
    String first = graph.add("first", convolution(6, 3, 1, 1, false), NetworkGraph.IMAGE);
    String normalised = graph.add("normalisation1", new Layer.BatchNormalization(), first);
    String rectified = graph.add("rectifier", new Layer.Rectifier(), normalised);
    String pooled = graph.add("pooling", new Layer.AveragePooling(new Window(2, 2, 0)), rectified);
    String second = graph.add("second", convolution(4, 3, 2, 1, false), pooled);
    String plain = graph.add("normalisation2", new Layer.BatchNormalization(), second);
    String features = graph.add("features", new Layer.GlobalAverage(), plain);
    return classifier(graph, features);
  }

  /**
   * Returns convolutions of 16 and more channels. oneDNN multiplies only such convolutions in
   * bfloat16.
   */
  public static NetworkGraph wide() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(16, 6, 5));
    String first = graph.add("first", convolution(24, 3, 1, 1, true), NetworkGraph.IMAGE);
    String rectified = graph.add("rectifier", new Layer.Rectifier(), first);
    String second = graph.add("second", convolution(16, 3, 2, 1, false), rectified);
    String features = graph.add("features", new Layer.GlobalAverage(), second);
    return classifier(graph, features);
  }

  /**
   * Returns a network with two residual blocks, the second of which changes the width, and a ReLU
   * of a shared value.
   */
  public static NetworkGraph residual() {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(2, 8, 8));
    String stem = graph.add("stem", convolution(4, 3, 1, 1, false), NetworkGraph.IMAGE);
    String active = graph.add("rectifier1", new Layer.Rectifier(), stem);
    String residual = graph.add("residual1", convolution(4, 3, 1, 1, false), active);
    String first = graph.add("sum1", new Layer.Sum(), stem, residual);
    String normalised = graph.add("normalisation", new Layer.BatchNormalization(), first);
    String again = graph.add("rectifier2", new Layer.Rectifier(), normalised);
    String wide = graph.add("residual2", convolution(6, 3, 2, 1, false), again);
    String shortcut = graph.add("shortcut", convolution(6, 1, 2, 0, false), again);
    String second = graph.add("sum2", new Layer.Sum(), shortcut, wide);
    String last = graph.add("rectifier3", new Layer.Rectifier(), second);
    String features = graph.add("features", new Layer.GlobalAverage(), last);
    return classifier(graph, features);
  }

  /** Returns the residual network with a head of two layers. */
  public static NetworkGraph withHead() {
    Layer hidden = new Layer.Dense(5, Initialization.UNIFORM);
    Layer last = new Layer.Dense(2, Initialization.UNIFORM);
    return residual()
        .with(
            new Head(
                "domain", NetworkGraph.FEATURES, List.of(hidden, new Layer.Rectifier(), last)));
  }

  /** Returns the residual layers with dropout between the features and the logits. */
  public static NetworkGraph withDropout() {
    NetworkGraph residual = residual();
    NetworkGraph.Builder graph = new NetworkGraph.Builder(residual.input());
    for (Node node : residual.nodes()) {
      boolean last = node.name().equals("logits");
      String[] inputs =
          last
              ? new String[] {graph.add("dropout", new Layer.Dropout(0.3), node.inputs().get(0))}
              : node.inputs().toArray(new String[0]);
      graph.add(node.name(), node.layer(), inputs);
    }
    return graph.output(NetworkGraph.LOGITS, "logits").build();
  }

  private static NetworkGraph classifier(NetworkGraph.Builder graph, String features) {
    return graph
        .output(NetworkGraph.FEATURES, features)
        .output(NetworkGraph.LOGITS, graph.add("logits", LOGITS, features))
        .build();
  }

  private static Layer convolution(
      int channels, int size, int stride, int padding, boolean hasBias) {
    return new Layer.Convolution(
        channels, new Window(size, stride, padding), hasBias, Initialization.UNIFORM);
  }

  /**
   * Returns weights as of a trained network: no scale is 1, and no shift or running average is 0.
   */
  public static float[] weights(NetworkGraph network, long seed) {
    Random random = new Random(seed);
    float[] weights = new float[network.parameters().length()];
    for (Parameter parameter : network.parameters().parameters()) {
      double spread =
          switch (parameter.kind()) {
            case WEIGHTS -> 1.2 / Math.sqrt(parameter.length() / parameter.shaped().shape().get(0));
            case RUNNING_DEVIATION -> 0.1;
            default -> 0.4;
          };
      double centre = parameter.kind() == Parameter.Kind.SCALE ? 1 : 0;
      for (int i = parameter.offset(); i < parameter.end(); i++) {
        weights[i] = (float) (centre + spread * random.nextGaussian());
      }
    }
    return weights;
  }

  /** Returns the same values in double precision. */
  public static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    Arrays.setAll(doubles, i -> values[i]);
    return doubles;
  }

  /** Returns standard normal numbers. */
  public static float[] normal(int length, long seed) {
    Random random = new Random(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
