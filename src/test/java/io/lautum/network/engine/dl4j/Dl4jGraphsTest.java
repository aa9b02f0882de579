package io.lautum.network.engine.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.Dl4jGraph;
import io.lautum.data.image.ImageShape;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Parameter;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.List;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Dl4jGraphsTest {
  private static final ImageShape SHAPE = new ImageShape(2, 16, 16);

  @ParameterizedTest
  @ValueSource(strings = {"lenet", "cnn", "mlp", "wrn-16-2"})
  void weightsHaveThePositionsOfTheLayout(String architecture) {
    TransferNetwork network = new TransferNetwork(architecture, SHAPE, 3, 0.5);
    ComputationGraph graph = Dl4jGraph.of(network, Optimizer.constant(1), 1);
    assertThat(graph.numParams()).isEqualTo(network.weights());
    for (Parameter parameter : network.graph().parameters().parameters()) {
      INDArray weights = graph.getParam(parameter.layer() + "_" + name(parameter.kind()));
      long offset = weights.offset() - graph.params().offset();
      assertThat(offset).as(parameter.toString()).isEqualTo(parameter.offset());
      assertThat(weights.length()).isEqualTo(parameter.length());
    }
  }

  private static String name(Parameter.Kind kind) {
    return switch (kind) {
      case WEIGHTS -> "W";
      case BIAS -> "b";
      case SCALE -> "gamma";
      case SHIFT -> "beta";
      case RUNNING_MEAN -> "mean";
      case RUNNING_DEVIATION -> "log10stdev";
    };
  }

  /** ND4J takes the seed 0 as the time of day. */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1})
  void seedDeterminesTheWeights(long seed) {
    TransferNetwork network = new TransferNetwork("mlp", SHAPE, 3, 0.5);
    assertThat(network.initialWeights(seed)).isEqualTo(network.initialWeights(seed));
  }

  /**
   * Compares in inference mode, after the configuration was written to DL4J's JSON and read back.
   */
  @ParameterizedTest
  @ValueSource(strings = {"lenet", "cnn", "mlp", "wrn-16-2"})
  void outputsAgreeWithTheEngineForCpus(String architecture) {
    TransferNetwork network = new TransferNetwork(architecture, SHAPE, 3, 0.5);
    NetworkGraph graph = network.graph();
    float[] weights = network.initialWeights(5);
    for (int i = 0; i < weights.length; i++) {
      // Ensures that no scale is 1 and no shift or running average is 0.
      weights[i] += 0.01f * (i % 7 - 3);
    }
    Nd4j.getRandom().setSeed(3);
    INDArray images = Nd4j.randn(4, 2, 16, 16);
    String json = Dl4jGraphs.classifier(graph, new Optimizer.None(), 0).toJson();
    ComputationGraph theirs = new ComputationGraph(ComputationGraphConfiguration.fromJson(json));
    theirs.init(Nd4j.create(weights, new long[] {1, weights.length}, 'c'), true);
    INDArray logits = theirs.feedForward(images, false).get("logits");

    StepSpec step =
        new StepSpec(
            List.of(ImageGroup.inferred("images", 4)),
            List.of(NetworkGraph.LOGITS),
            new Optimizer.None(),
            false);
    try (CompiledNetwork ours = new OneDnnEngine().compile(graph, step, Precision.FLOAT)) {
      ours.load(EngineState.initial(weights), 0);
      ours.forward(() -> images.dup('c').data().asFloat());
      float[] expected = logits.dup('c').data().asFloat();
      float spread = logits.stdNumber().floatValue();
      assertThat(spread).as("not vacuous").isGreaterThan(0.01f);
      assertThat(ours.output(NetworkGraph.LOGITS))
          .containsExactly(expected, within(1e-3f * spread));
    }
  }
}
