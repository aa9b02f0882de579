package io.lautum.network.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.Dl4jGraph;
import io.lautum.data.image.ImageShape;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.Optimizer;
import java.util.Arrays;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

public class TrainableMaskTest {
  @Test
  void allWeightsAreTrainableWithoutBatchNormalisation() {
    TrainableMask weights = mask("mlp");

    assertThat(weights.isAll()).isTrue();
    float[] all = new float[weights.trained().length];
    all[3] = 5;
    assertThat(weights.select(all)).isEqualTo(all);
  }

  /** There are two running statistics for each of 32, 32, 64, 64, 128 and 128 channels. */
  @Test
  void runningStatisticsOfBatchNormalisationAreNotTrainable() {
    TrainableMask weights = mask("cnn");

    ComputationGraph network = Dl4jGraph.of(network("cnn"), new Optimizer.None(), 1);
    float[] all = network.params().toFloatVector();
    assertThat(weights.isAll()).isFalse();
    assertThat(weights.select(all)).hasSize(all.length - 2 * 2 * (32 + 64 + 128));
    float[] marked = new float[all.length];
    float[] ones = new float[weights.select(all).length];
    Arrays.fill(ones, 1);
    weights.write(ones, marked);
    network.setParams(Nd4j.create(marked, new long[] {1, marked.length}, 'c'));
    assertThat(network.getLayer("normalisation1_1").getParam("mean").sumNumber().intValue())
        .isZero();
    assertThat(network.getLayer("normalisation1_1").getParam("gamma").sumNumber().intValue())
        .isEqualTo(32);
    assertThat(network.getLayer("logits").getParam("b").sumNumber().intValue()).isEqualTo(3);
    assertThat(weights.select(marked)).isEqualTo(ones);
  }

  @Test
  void otherWeightsAreUnchanged() {
    TrainableMask weights = new TrainableMask(new boolean[] {true, false, true});
    float[] all = {1, 2, 3};

    assertThat(weights.select(all)).containsExactly(1, 3);
    weights.write(new float[] {7, 8}, all);
    assertThat(all).containsExactly(7, 2, 8);
  }

  @Test
  void surviveSerialisation() {
    TrainableMask weights = new TrainableMask(new boolean[] {true, false});
    assertThat(SerializationUtils.clone(weights)).usingRecursiveComparison().isEqualTo(weights);
  }

  @Test
  void rangesAreMaximal() {
    TrainableMask weights =
        new TrainableMask(new boolean[] {false, true, true, false, false, true});
    assertThat(weights.ranges())
        .containsExactly(new TrainableMask.Range(1, 3), new TrainableMask.Range(5, 6));
    assertThat(weights.others())
        .containsExactly(new TrainableMask.Range(0, 1), new TrainableMask.Range(3, 5));
  }

  @Test
  void addsOnlyTrainableWeights() {
    float[] second = {10, 20, 30};
    new TrainableMask(new boolean[] {true, false, true})
        .addScaled(new float[] {1, 2, 3}, 0.5f, second);
    assertThat(second).containsExactly(6, 2, 18);
  }

  private static TrainableMask mask(String architecture) {
    return network(architecture).graph().parameters().trainable();
  }

  private static TransferNetwork network(String architecture) {
    return new TransferNetwork(architecture, new ImageShape(1, 8, 8), 3, 0);
  }
}
