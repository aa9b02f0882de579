package io.lautum.network.engine.dl4j;

import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Optimizer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A trained classifier that is stored and executed with DL4J. */
public final class Dl4jModel {
  private final NetworkGraph network;
  private final ComputationGraph graph;

  /**
   * @param weights weights in the flat order
   */
  public Dl4jModel(NetworkGraph network, float[] weights) {
    this.network = network;
    graph = new ComputationGraph(Dl4jGraphs.classifier(network, new Optimizer.None(), 0));
    graph.init(row(weights), true);
  }

  /**
   * Returns an output's values in inference mode.
   *
   * @param images normalised pixels, row-major over (rows, channels, height, width)
   * @param output output of the network, or {@link Dl4jGraphs#PROBABILITIES}
   * @return one row per image
   */
  public float[][] outputs(float[] images, int rows, String output) {
    long[] dimensions = {
      rows, network.input().channels(), network.input().height(), network.input().width()
    };
    INDArray input = Nd4j.create(images, dimensions, 'c');
    String layer = output.equals(Dl4jGraphs.PROBABILITIES) ? output : network.node(output);
    return graph.feedForward(input, false).get(layer).toFloatMatrix();
  }

  /** Returns the configuration entry of a model file in DL4J's format. */
  public static byte[] configuration(NetworkGraph network) {
    return Dl4jGraphs.classifier(network, new Optimizer.None(), 0)
        .toJson()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the coefficients entry of a model file in DL4J's format. */
  public static byte[] coefficients(float[] weights) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Nd4j.write(row(weights), new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static INDArray row(float[] values) {
    return Nd4j.create(values, new long[] {1, values.length}, 'c');
  }
}
