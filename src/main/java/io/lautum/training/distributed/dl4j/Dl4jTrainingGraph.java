package io.lautum.training.distributed.dl4j;

import io.lautum.network.engine.dl4j.Dl4jGraphs;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.training.Minibatch;
import io.lautum.training.NetworkBlueprint;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A blueprint as a complete training graph of DL4J, which dl4j-spark's master trains. With a term
 * it has the inputs {@code labelled} and {@code unlabelled}, batches of equal size, which pass
 * through all layers as one stacked batch. The term uses all rows, the cross-entropy the first
 * half.
 */
final class Dl4jTrainingGraph {
  private static final int LABELLED = 0;

  private final NetworkBlueprint blueprint;

  Dl4jTrainingGraph(NetworkBlueprint blueprint) {
    this.blueprint = blueprint;
  }

  /**
   * Returns the configuration.
   *
   * @param seed seed of dropout
   */
  ComputationGraphConfiguration configuration(long seed) {
    NetworkGraph network = blueprint.network();
    if (blueprint.terms().isEmpty()) {
      return Dl4jGraphs.classifier(network, blueprint.optimizer(), seed);
    }
    TermSpec term = blueprint.terms().get(0);
    String output = term.outputs().get(0);
    boolean softmax = output.equals(TermSpec.PROBABILITIES);
    GraphBuilder graph =
        Dl4jGraphs.start(blueprint.optimizer(), seed)
            .addInputs(ImageGroup.LABELLED, ImageGroup.UNLABELLED);
    graph.setInputTypes(Dl4jGraphs.inputType(network), Dl4jGraphs.inputType(network));
    graph.addVertex("stacked", new StackVertex(), ImageGroup.LABELLED, ImageGroup.UNLABELLED);
    Dl4jGraphs.addLayers(graph, network, "stacked");
    String logits = network.node(NetworkGraph.LOGITS);
    return Dl4jGraphs.ordered(
        graph
            .addVertex("labelledLogits", new UnstackVertex(LABELLED, 2), logits)
            .addLayer(Dl4jGraphs.PROBABILITIES, Dl4jGraphs.crossEntropy(), "labelledLogits")
            .addLayer(
                "term",
                new LossLayer.Builder(Dl4jTermLoss.of(term))
                    .activation(softmax ? Activation.SOFTMAX : Activation.IDENTITY)
                    .build(),
                softmax ? logits : network.node(output))
            .setOutputs(Dl4jGraphs.PROBABILITIES, "term")
            .build());
  }

  /**
   * Converts a minibatch to DL4J's form: images, targets and the term's extra input for all rows.
   */
  org.nd4j.linalg.dataset.api.MultiDataSet dataSet(Minibatch minibatch) {
    int n = minibatch.targets().rows();
    double[] targets = minibatch.targets().probabilities();
    INDArray labels = array(targets, n);
    float[] pixels = minibatch.pixels();
    if (blueprint.terms().isEmpty()) {
      return new MultiDataSet(images(pixels, n), labels);
    }
    double[] extra = minibatch.extras().get(0);
    double[] rows = new double[Math.max(2 * n, 2 * extra.length)];
    System.arraycopy(extra, 0, rows, rows.length / 2, extra.length);
    return new MultiDataSet(
        new INDArray[] {
          images(Arrays.copyOf(pixels, pixels.length / 2), n),
          images(Arrays.copyOfRange(pixels, pixels.length / 2, pixels.length), n)
        },
        new INDArray[] {labels, array(rows, 2 * n)});
  }

  private INDArray images(float[] pixels, int n) {
    var shape = blueprint.network().input();
    long[] dimensions = {n, shape.channels(), shape.height(), shape.width()};
    return Nd4j.create(pixels, dimensions, 'c');
  }

  private static INDArray array(double[] values, int rows) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return Nd4j.create(floats, new long[] {rows, values.length / rows}, 'c');
  }
}
