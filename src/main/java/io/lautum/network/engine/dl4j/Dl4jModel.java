package io.lautum.network.engine.dl4j;

import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Optimizer;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The entries of a model file in DL4J's format. */
public final class Dl4jModel {
  private Dl4jModel() {}

  /** Returns the configuration of the classifier. */
  public static byte[] configuration(NetworkGraph network) {
    return Dl4jGraphs.classifier(network, new Optimizer.None(), 0)
        .toJson()
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the coefficients: the weights in the flat order. */
  public static byte[] coefficients(float[] weights) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    INDArray row = Nd4j.create(weights, new long[] {1, weights.length}, 'c');
    Nd4j.write(row, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }
}
