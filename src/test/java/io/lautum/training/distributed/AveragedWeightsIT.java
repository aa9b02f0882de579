package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.WeightDifference;
import io.lautum.network.step.Optimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Averages of the weights over the steps, with two workers. */
public class AveragedWeightsIT extends TinyTraining {
  /** With an averaging per step, the listener of a training without averages sees every θ. */
  @Test
  void modelHasTheAverageOfTheMeanWeights() throws IOException {
    TrainingPlan last = shards(2).standard(Optimizer.linearDecay(0.01, 6), 1, 6);
    List<float[]> weights = new ArrayList<>();
    trainer(100).train(last, TinyShards.start(last), listener(weights));
    float[] expected = TinyShards.start(last).parameters();
    for (int t = 0; t < 6; t++) {
      double keep = (1.0 + t) / (10 + t);
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (float) (keep * expected[i] + (1 - keep) * weights.get(t)[i]);
      }
    }
    TrainingPlan averaging = averaging(last);
    List<float[]> models = new ArrayList<>();

    float[] model = trainer(100).train(averaging, TinyShards.start(averaging), listener(models));

    assertThat(WeightDifference.largest(model, expected)).isLessThan(1e-6);
    assertThat(models.get(5)).isEqualTo(model);
    assertThat(model).isNotEqualTo(weights.get(5));
  }

  @Test
  void resumedRunHasBitsOfUndisturbedRun() throws IOException {
    TrainingPlan plan = averaging(shards(2).standard(Optimizer.linearDecay(0.01, 15), 3, 5));
    float[] undisturbed = trainer(100).train(plan, TinyShards.start(plan), SILENT);

    TrainingState saved = checkpointOfKilledRun(plan);
    assertThat(saved.iteration()).isEqualTo(6);
    assertThat(trainer(100).train(plan, saved, SILENT)).isEqualTo(undisturbed);
  }

  private static TrainingPlan averaging(TrainingPlan plan) {
    return plan.withNetwork(plan.network().averagingWeights(true));
  }

  private static TrainingListener listener(List<float[]> weights) {
    return new TrainingListener() {
      @Override
      public void roundFinished(Round round) {
        // Only the weights matter.
      }

      @Override
      public void averaged(Round round, float[] model) {
        weights.add(model.clone());
      }
    };
  }
}
