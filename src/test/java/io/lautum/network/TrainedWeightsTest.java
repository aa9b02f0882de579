package io.lautum.network;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.data.ImageShape;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

public class TrainedWeightsTest {
  @Test
  void areAllWhereThereIsNoBatchNormalisation() {
    TrainedWeights weights = TrainedWeights.of(graph("mlp"));

    assertThat(weights.isAll()).isTrue();
    float[] all = new float[weights.trained().length];
    all[3] = 5;
    assertThat(weights.select(all)).isEqualTo(all);
  }

  /** Mean and deviation of the channels: two for each of 32, 32, 64, 64, 128 and 128. */
  @Test
  void areAllButTheRunningStatisticsOfBatchNormalisation() {
    ComputationGraphConfiguration graph = graph("cnn");
    TrainedWeights weights = TrainedWeights.of(graph);

    ComputationGraph network = new ComputationGraph(graph);
    network.init();
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
  void othersStayWhatTheyWere() {
    TrainedWeights weights = new TrainedWeights(new boolean[] {true, false, true});
    float[] all = {1, 2, 3};

    assertThat(weights.select(all)).containsExactly(1, 3);
    weights.write(new float[] {7, 8}, all);
    assertThat(all).containsExactly(7, 2, 8);
  }

  @Test
  void surviveSerialisation() {
    TrainedWeights weights = new TrainedWeights(new boolean[] {true, false});
    assertThat(SerializationUtils.clone(weights)).usingRecursiveComparison().isEqualTo(weights);
  }

  @Test
  void runsAreAsLongAsPossible() {
    TrainedWeights weights =
        new TrainedWeights(new boolean[] {false, true, true, false, false, true});
    assertThat(weights.runs())
        .containsExactly(new TrainedWeights.Run(1, 3), new TrainedWeights.Run(5, 6));
    assertThat(weights.others())
        .containsExactly(new TrainedWeights.Run(0, 1), new TrainedWeights.Run(3, 5));
  }

  @Test
  void addsWhatTheLossDeterminesAlone() {
    float[] second = {10, 20, 30};
    new TrainedWeights(new boolean[] {true, false, true})
        .addScaled(new float[] {1, 2, 3}, 0.5f, second);
    assertThat(second).containsExactly(6, 2, 18);
  }

  private static ComputationGraphConfiguration graph(String architecture) {
    return new TransferNetwork(architecture, new ImageShape(1, 8, 8), 3, 0)
        .training(Updaters.constant(1), 1, Optional.empty());
  }
}
