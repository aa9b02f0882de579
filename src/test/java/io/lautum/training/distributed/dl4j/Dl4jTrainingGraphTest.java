package io.lautum.training.distributed.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.method.gaussian.GaussianTerm;
import io.lautum.network.engine.dl4j.Dl4jGraphs;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.ImageGroups;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.training.Minibatch;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.Targets;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class Dl4jTrainingGraphTest {
  private static final int CLASSES = 3;
  private static final int BATCH = 5;

  @ParameterizedTest
  @CsvSource({"lenet, 16", "cnn, 8", "mlp, 4", "wrn-16-2, 8"})
  void computesClassifierOutputsFromSameWeights(String architecture, int side) {
    NetworkGraph network = network(architecture, side);
    ComputationGraph training = graph(training(network, TermSpec.PROBABILITIES));
    Nd4j.getRandom().setSeed(5);
    // Ensures that no weight, shift or running mean of batch normalisation has its initial value.
    training.params().addi(Nd4j.randn(DataType.FLOAT, training.params().shape()).muli(0.05));
    ComputationGraph classifier = classifier(network, 2);
    classifier.setParams(training.params());

    INDArray source = images(side);
    INDArray target = images(side);
    INDArray[] outputs = training.output(source, target);

    assertClose(outputs[0], classifier.outputSingle(source));
    INDArray all = classifier.outputSingle(Nd4j.concat(0, source, target));
    assertClose(outputs[1], all);
    assertThat(outputs[0].squaredDistance(all.get(NDArrayIndex.interval(BATCH, 2 * BATCH))))
        .as("not vacuous")
        .isGreaterThan(1e-4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"softmax", "logits", "features"})
  void termReceivesConfiguredOutputOfBothHalves(String configured) {
    NetworkGraph network = network("mlp", 4);
    String output = TermSpec.output(configured);
    ComputationGraph training = graph(training(network, output));
    ComputationGraph classifier = classifier(network, 1);
    INDArray labelled = images(4);
    INDArray unlabelled = images(4);
    String layer =
        output.equals(TermSpec.PROBABILITIES) ? Dl4jGraphs.PROBABILITIES : network.node(output);

    INDArray seen = training.output(labelled, unlabelled)[1];

    INDArray stacked = Nd4j.concat(0, labelled, unlabelled);
    assertClose(seen, classifier.feedForward(stacked, false).get(layer));
  }

  @Test
  void equalsClassifierWithoutTerm() {
    NetworkGraph network = network("mlp", 4);
    Optimizer optimizer = Optimizer.constant(0.1);
    NetworkBlueprint blueprint =
        new NetworkBlueprint(
            network,
            "dl4j",
            Precision.FLOAT,
            List.of(ImageGroup.trained(ImageGroup.LABELLED, BATCH)),
            optimizer,
            List.of(),
            RegularizationConfig.NONE);
    assertThat(new Dl4jTrainingGraph(blueprint).configuration(3).toJson())
        .isEqualTo(Dl4jGraphs.classifier(network, optimizer, 3).toJson());
  }

  /** DL4J requires one row of labels per row of outputs; the term reads only the second half. */
  @Test
  void dataSetHasWhitenedImagesAfterTheSameNumberOfZeroRows() {
    int size = 2;
    float[] pixels = new float[2 * size * 16];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i;
    }
    Minibatch minibatch =
        new Minibatch(
            () -> pixels,
            Targets.of(new int[] {2, 0}, CLASSES),
            List.of(new double[] {1, 2, 3, 4, 5, 6}));
    var dataSet =
        new Dl4jTrainingGraph(blueprint(network("mlp", 4), TermSpec.PROBABILITIES))
            .dataSet(minibatch);

    assertThat(dataSet.getFeatures(0).dup('c').data().asFloat())
        .isEqualTo(Arrays.copyOf(pixels, size * 16));
    assertThat(dataSet.getFeatures(1).getFloat(0, 0, 0, 0)).isEqualTo(size * 16);
    assertThat(dataSet.getLabels(0).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 0, 1}, {1, 0, 0}});
    assertThat(dataSet.getLabels(1).toFloatMatrix())
        .isDeepEqualTo(new float[][] {{0, 0, 0}, {0, 0, 0}, {1, 2, 3}, {4, 5, 6}});
  }

  private static NetworkGraph network(String architecture, int side) {
    return new TransferNetwork(architecture, new ImageShape(1, side, side), CLASSES, 0).graph();
  }

  private static ComputationGraphConfiguration training(NetworkGraph network, String output) {
    return new Dl4jTrainingGraph(blueprint(network, output)).configuration(1);
  }

  private static NetworkBlueprint blueprint(NetworkGraph network, String output) {
    return new NetworkBlueprint(
        network,
        "dl4j",
        Precision.FLOAT,
        ImageGroups.labelledAndUnlabelled(BATCH),
        new Optimizer.None(),
        List.of(GaussianTerm.lautum(output, 1, 0.1, 0.9, 0.99, 0, true)),
        RegularizationConfig.NONE);
  }

  private static ComputationGraph classifier(NetworkGraph network, long seed) {
    return graph(Dl4jGraphs.classifier(network, new Optimizer.None(), seed));
  }

  private static ComputationGraph graph(ComputationGraphConfiguration configuration) {
    ComputationGraph graph = new ComputationGraph(configuration);
    graph.init();
    return graph;
  }

  private static INDArray images(int side) {
    return Nd4j.randn(DataType.FLOAT, BATCH, 1, side, side);
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.sub(expected).amaxNumber().doubleValue()).isLessThan(1e-5);
  }
}
