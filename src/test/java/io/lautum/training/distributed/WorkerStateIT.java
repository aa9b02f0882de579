package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.State;
import io.lautum.network.step.Optimizer;
import io.lautum.training.TrainingStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state that terms and penalties carry from round to round, and its averaged part. */
class WorkerStateIT extends TinyTraining {
  private static final String MOMENTS = "lautum.moments";

  @Test
  void workersContinueFromMeanOfAveragedVectors() throws IOException {
    TrainingPlan plan = shards(2).lautum(Optimizer.constant(0.01), true, 3, 2);
    List<State> own = componentsAfterTheFirstRound(plan);
    double[] first = own.get(0).averaged().get(MOMENTS);
    assertThat(first).hasSize(3 + 1 + 3 + 2 + 9 + 6).startsWith(3, 3, 2);

    trainer(1).train(plan, TinyShards.start(plan), SILENT);

    TrainingState saved = checkpoints(1).latest().orElseThrow();
    assertThat(saved.averaged()).containsOnlyKeys(MOMENTS);
    assertThat(saved.local()).allSatisfy(vectors -> assertThat(vectors).isEmpty());
    double[] second = own.get(1).averaged().get(MOMENTS);
    for (int i = 0; i < first.length; i++) {
      assertThat(saved.averaged().get(MOMENTS)[i])
          .isCloseTo((first[i] + second[i]) / 2, within(1e-12));
    }
  }

  @Test
  void localMomentsStaySeparate() throws IOException {
    TrainingPlan plan = shards(2).lautum(Optimizer.constant(0.01), false, 3, 2);
    List<State> own = componentsAfterTheFirstRound(plan);

    trainer(1).train(plan, TinyShards.start(plan), SILENT);

    TrainingState saved = checkpoints(1).latest().orElseThrow();
    assertThat(saved.averaged()).isEmpty();
    for (int worker = 0; worker < 2; worker++) {
      assertThat(saved.local().get(worker).get(MOMENTS))
          .containsExactly(own.get(worker).local().get(MOMENTS));
    }
    assertThat(saved.local().get(0).get(MOMENTS)).isNotEqualTo(saved.local().get(1).get(MOMENTS));
  }

  /** The sharing of the Lautum moments does not affect the vectors of a penalty. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void singularVectorsAreAveragedWithSharedAndLocalMoments(boolean sharesMoments)
      throws IOException {
    TrainingPlan plan =
        TinyShards.regularized(
            new RegularizationConfig(0.1, 0, 0, 0),
            shards(2).lautum(Optimizer.constant(0.01), sharesMoments, 3, 2));

    trainer(1).train(plan, TinyShards.start(plan), SILENT);

    TrainingState saved = checkpoints(1).latest().orElseThrow();
    assertThat(saved.averaged()).containsKey("spectral-norm.singular-vectors");
    assertThat(saved.averaged().containsKey(MOMENTS)).isEqualTo(sharesMoments);
    assertThat(saved.local().get(0).containsKey(MOMENTS)).isEqualTo(!sharesMoments);
  }

  /**
   * Returns the state of each worker's terms after it has trained for one round without the others.
   */
  private static List<State> componentsAfterTheFirstRound(TrainingPlan plan) throws IOException {
    List<State> components = new ArrayList<>();
    for (int worker = 0; worker < 2; worker++) {
      TrainingStep network = NetworkPool.borrow(plan);
      network.load(
          EngineState.initial(TinyShards.start(plan).parameters()),
          State.EMPTY,
          RandomStream.WORKER_DROPOUT.seed(plan.seed(), worker, 0));
      WorkerData.Minibatches minibatches = TinyShards.minibatches(plan, worker);
      for (int iteration = 0; iteration < plan.averagingInterval(); iteration++) {
        network.fit(minibatches.get(iteration));
      }
      components.add(network.components());
    }
    return components;
  }
}
