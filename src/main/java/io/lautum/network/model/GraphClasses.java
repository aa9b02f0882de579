package io.lautum.network.model;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.lautum.DataException;
import io.lautum.Text;
import java.io.IOException;
import java.util.Set;

/**
 * Checks the class names in the graph of a model file. This project does not build a network from
 * the graph, but DL4J in other programs does, and it instantiates every class that the graph names.
 */
final class GraphClasses {
  private static final String TYPE = "@class";

  /**
   * The classes in graphs of the architectures in {@link
   * io.lautum.network.architecture.Architectures}.
   */
  private static final Set<String> ALLOWED =
      Set.of(
          "org.deeplearning4j.nn.conf.dropout.Dropout",
          "org.deeplearning4j.nn.conf.graph.ElementWiseVertex",
          "org.deeplearning4j.nn.conf.graph.LayerVertex",
          "org.deeplearning4j.nn.conf.layers.ActivationLayer",
          "org.deeplearning4j.nn.conf.layers.BatchNormalization",
          "org.deeplearning4j.nn.conf.layers.ConvolutionLayer",
          "org.deeplearning4j.nn.conf.layers.DenseLayer",
          "org.deeplearning4j.nn.conf.layers.DropoutLayer",
          "org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer",
          "org.deeplearning4j.nn.conf.layers.LossLayer",
          "org.deeplearning4j.nn.conf.layers.SubsamplingLayer",
          "org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor",
          "org.deeplearning4j.nn.weights.WeightInitRelu",
          "org.deeplearning4j.nn.weights.WeightInitUniform",
          "org.deeplearning4j.nn.weights.WeightInitXavier",
          "org.nd4j.linalg.activations.impl.ActivationIdentity",
          "org.nd4j.linalg.activations.impl.ActivationReLU",
          "org.nd4j.linalg.activations.impl.ActivationSigmoid",
          "org.nd4j.linalg.activations.impl.ActivationSoftmax",
          "org.nd4j.linalg.learning.config.NoOp",
          "org.nd4j.linalg.lossfunctions.impl.LossMCXENT");

  private GraphClasses() {}

  /**
   * Walks through the JSON without creating objects.
   *
   * @param where file and entry, for messages
   * @throws DataException if the content is not JSON or names another class
   */
  static void check(byte[] json, String where) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first != JsonToken.START_OBJECT) {
        throw new DataException(Text.format("%s: expected a JSON object, found %s", where, first));
      }
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.getCurrentName().equals(TYPE)) {
          parser.nextToken();
          if (!ALLOWED.contains(parser.getText())) {
            throw new DataException(
                Text.format(
                    "%s, offset %d: expected a class of a network of this project, found \"%s\"",
                    where, parser.getTokenLocation().getByteOffset(), parser.getText()));
          }
        }
      }
    } catch (IOException e) {
      throw new DataException(Text.format("%s: expected JSON: %s", where, e.getMessage()), e);
    }
  }
}
