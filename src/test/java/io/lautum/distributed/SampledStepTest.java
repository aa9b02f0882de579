package io.lautum.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.config.RegularizationConfig;
import io.lautum.data.ImageShape;
import io.lautum.entropy.GradientStep;
import io.lautum.execution.Engine;
import io.lautum.execution.Minibatch;
import io.lautum.execution.NetworkBlueprint;
import io.lautum.execution.TrainableNetwork;
import io.lautum.network.TrainedWeights;
import io.lautum.network.TransferNetwork;
import io.lautum.network.Updaters;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Sgd;

/** With batch normalisation, whose running statistics lie among the weights. */
public class SampledStepTest {
  private static final double RATE = 0.1;
  private static final int BATCH = 6;

  @ParameterizedTest
  @EnumSource(names = {"DL4J", "ONEDNN"})
  void runningStatisticsFollowTheMinibatchAndTheRestIsTheSteps(Engine engine) {
    TransferNetwork network = new TransferNetwork("cnn", new ImageShape(1, 8, 8), 3, 0);
    ComputationGraphConfiguration graph =
        network.training(Updaters.constant(1), 1, Optional.empty());
    TrainedWeights trained = TrainedWeights.of(graph);
    float[] start = network.initialWeights(1);
    Minibatch minibatch = minibatch();
    SampledStep step = SerializationUtils.clone(new SampledStep(new GradientStep(RATE), trained));

    float[] sampled;
    MinibatchStep.Result result;
    try (TrainableNetwork replica = network(engine, graph)) {
      replica.load(start, new float[0], new double[0], 0, 1);
      result = step.take(replica, minibatch, 5);
      sampled = replica.weights();
      assertThat(step.updater(replica)).isEmpty();
    }

    float[] expected;
    double loss;
    ComputationGraphConfiguration descent = network.training(new Sgd(RATE), 1, Optional.empty());
    try (TrainableNetwork replica = network(Engine.DL4J, descent)) {
      replica.load(start, new float[0], new double[0], 0, 1);
      loss = replica.fit(minibatch);
      expected = replica.weights();
      // Statistics come from the pass at the new weights.
      replica.load(merge(trained, expected, start), new float[0], new double[0], 0, 1);
      replica.fit(minibatch);
      expected = merge(trained, expected, replica.weights());
    }
    assertThat(largestDifference(trained.select(sampled), trained.select(expected)))
        .isLessThan(1e-4);
    assertThat(largestDifference(sampled, expected)).isLessThan(1e-4);
    assertThat(result.loss()).isCloseTo(loss, within(1e-5));
    assertThat(result.crossEntropy()).isEqualTo(result.loss());
    assertThat(result.effectiveSampleSize()).isNaN();
    assertThat(result.forwardPasses()).isEqualTo(2).isEqualTo(step.forwardPasses());
    assertThat(result.backwardPasses()).isEqualTo(2);
    float[] unchanged = merge(trained, sampled, start);
    assertThat(largestDifference(sampled, unchanged)).as("of statistics").isGreaterThan(1e-3);
    assertThat(largestDifference(unchanged, start)).as("of the rest").isGreaterThan(1e-3);
  }

  private static float[] merge(TrainedWeights trained, float[] ofTrained, float[] others) {
    float[] all = others.clone();
    trained.write(trained.select(ofTrained), all);
    return all;
  }

  private static double largestDifference(float[] a, float[] b) {
    assertThat(a).hasSameSizeAs(b);
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static TrainableNetwork network(Engine engine, ComputationGraphConfiguration graph) {
    return new NetworkBlueprint(
            graph.toJson(), engine, new ImageShape(1, 8, 8), BATCH, RegularizationConfig.NONE)
        .build();
  }

  private static Minibatch minibatch() {
    Random random = new Random(2);
    float[] images = new float[BATCH * 64];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    return Minibatch.labelled(images, new int[] {0, 1, 2, 0, 1, 2});
  }
}
