package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.WeightDifference;
import io.lautum.network.engine.check.ReferenceOptimizer;
import io.lautum.network.engine.check.SmallNetworks;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import io.lautum.training.TrainingStep;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Parameter averaging with the recipe of residual networks. */
public class MomentumAveragingIT extends TinyTraining {
  private static final int ROUNDS = 5;

  /** The velocities continue from round to round and from a checkpoint, as Adam's moments do. */
  @Test
  void resumedRunHasBitsOfUndisturbedRun() throws IOException {
    TrainingPlan plan = plan(2);
    float[] undisturbed = trainer(100).train(plan, TinyShards.start(plan), SILENT);

    TrainingState saved = checkpointOfKilledRun(plan);
    assertThat(saved.iteration()).isEqualTo(4);
    assertThat(saved.updater()).hasSize(TinyShards.start(plan).parameters().length);
    assertThat(trainer(100).train(plan, saved, SILENT)).isEqualTo(undisturbed);
    TrainingState resting =
        new TrainingState(
            saved.parameters(), new float[0], saved.iteration(), saved.averaged(), saved.local());
    assertThat(trainer(100).train(plan, resting, SILENT)).isNotEqualTo(undisturbed);
  }

  /** The update is linear in gradient and velocity, so averaging it averages the gradients. */
  @Test
  void averagingEveryStepEqualsOneOptimizerWithTheMeanGradient() throws IOException {
    TrainingPlan plan = plan(1);
    float[] start = TinyShards.start(plan).parameters();
    ReferenceOptimizer reference =
        new ReferenceOptimizer(
            plan.network().optimizer(), plan.network().network().parameters().trainable());
    double[] expected = SmallNetworks.doubles(start);
    WorkerData.Minibatches one = TinyShards.minibatches(plan, 0);
    WorkerData.Minibatches two = TinyShards.minibatches(plan, 1);
    float[] weights = start.clone();
    float[] first = new float[start.length];
    float[] second = new float[start.length];
    try (TrainingStep network = plan.network().build()) {
      for (int iteration = 0; iteration < ROUNDS; iteration++) {
        network.gradient(weights, one.get(iteration), first);
        network.gradient(weights, two.get(iteration), second);
        for (int i = 0; i < first.length; i++) {
          first[i] = (first[i] + second[i]) / 2;
        }
        reference.update(expected, first);
        for (int i = 0; i < weights.length; i++) {
          weights[i] = (float) expected[i];
        }
      }
    }

    float[] trained = trainer(100).train(plan, TinyShards.start(plan), SILENT);

    assertThat(WeightDifference.largest(trained, weights)).isLessThan(1e-5);
    assertThat(WeightDifference.largest(trained, start)).as("not vacuous").isGreaterThan(1e-2);
  }

  private TrainingPlan plan(int averagingInterval) throws IOException {
    LearningRate rate = new LearningRate.CosineDecay(0.1, ROUNDS * averagingInterval);
    Optimizer optimizer = new Optimizer.Sgd(rate, 0.9, true, 5e-4);
    return TinyShards.smoothed(0.1, shards(2).standard(optimizer, averagingInterval, ROUNDS));
  }
}
