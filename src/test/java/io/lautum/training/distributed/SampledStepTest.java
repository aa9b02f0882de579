package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.WeightDifference;
import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.method.entropy.GradientStep;
import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.State;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.spec.TrainableMask;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.training.Minibatch;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.Targets;
import io.lautum.training.TrainingStep;
import java.util.List;
import java.util.Random;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uses batch normalisation, whose running statistics are among the weights. */
public class SampledStepTest {
  private static final double RATE = 0.1;
  private static final int BATCH = 6;
  private static final TransferNetwork NETWORK =
      new TransferNetwork("cnn", new ImageShape(1, 8, 8), 3, 0);

  @ParameterizedTest
  @ValueSource(strings = {"dl4j", "onednn"})
  void runningStatisticsFollowMinibatchAndOtherWeightsFollowStep(String engine) {
    TrainableMask trained = NETWORK.graph().parameters().trainable();
    float[] start = NETWORK.initialWeights(1);
    Minibatch minibatch = minibatch();
    SampledStep step = SerializationUtils.clone(new SampledStep(new GradientStep(RATE), trained));

    float[] sampled;
    MinibatchStep.Result result;
    try (TrainingStep replica = network(engine, new Optimizer.None())) {
      replica.load(EngineState.initial(start), State.EMPTY, 1);
      result = step.take(replica, minibatch, 5);
      sampled = replica.state().weights();
      assertThat(step.updater(replica)).isEmpty();
    }

    float[] expected;
    double loss;
    Optimizer descent = new Optimizer.Sgd(new LearningRate.Constant(RATE), 0, false, 0);
    try (TrainingStep replica = network("dl4j", descent)) {
      replica.load(EngineState.initial(start), State.EMPTY, 1);
      loss = replica.fit(minibatch);
      expected = replica.state().weights();
      // The running statistics come from the pass at the new weights.
      replica.load(EngineState.initial(merge(trained, expected, start)), State.EMPTY, 1);
      replica.fit(minibatch);
      expected = merge(trained, expected, replica.state().weights());
    }
    assertThat(WeightDifference.largest(trained.select(sampled), trained.select(expected)))
        .isLessThan(1e-4);
    assertThat(WeightDifference.largest(sampled, expected)).isLessThan(1e-4);
    assertThat(result.loss()).isCloseTo(loss, within(1e-5));
    assertThat(result.crossEntropy()).isEqualTo(result.loss());
    assertThat(result.effectiveSampleSize()).isNaN();
    assertThat(result.forwardPasses()).isEqualTo(2).isEqualTo(step.forwardPasses());
    assertThat(result.backwardPasses()).isEqualTo(2);
    float[] unchanged = merge(trained, sampled, start);
    assertThat(WeightDifference.largest(sampled, unchanged))
        .as("change of the statistics")
        .isGreaterThan(1e-3);
    assertThat(WeightDifference.largest(unchanged, start))
        .as("change of the other weights")
        .isGreaterThan(1e-3);
  }

  private static float[] merge(TrainableMask trained, float[] ofTrained, float[] others) {
    float[] all = others.clone();
    trained.write(trained.select(ofTrained), all);
    return all;
  }

  private static TrainingStep network(String engine, Optimizer optimizer) {
    return new NetworkBlueprint(
            NETWORK.graph(),
            engine,
            Precision.FLOAT,
            List.of(ImageGroup.trained(ImageGroup.LABELLED, BATCH)),
            optimizer,
            List.of(),
            RegularizationConfig.NONE)
        .build();
  }

  private static Minibatch minibatch() {
    Random random = new Random(2);
    float[] images = new float[BATCH * 64];
    for (int i = 0; i < images.length; i++) {
      images[i] = (float) random.nextGaussian();
    }
    return Minibatch.labelled(() -> images, Targets.of(new int[] {0, 1, 2, 0, 1, 2}, 3));
  }
}
