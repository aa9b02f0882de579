package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lautum.LocalSpark;
import io.lautum.ResultSize;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.network.step.Optimizer;
import io.lautum.training.Minibatch;
import io.lautum.training.TrainingStep;
import io.lautum.training.TrainingSteps;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResidentRoundsIT extends TinyTraining {
  /** Steps of all workers before one fails; a negative number for no failure. */
  private static final AtomicInteger STEPS_BEFORE_FAILURE = new AtomicInteger(-1);

  private final JavaSparkContext spark = LocalSpark.context();

  @BeforeEach
  void noFailure() {
    STEPS_BEFORE_FAILURE.set(-1);
  }

  @Test
  void hasBitsOfOneJobPerRound() throws IOException {
    TrainingPlan plan = plan(2);
    assertThat(resident(plan)).containsExactly(jobs(plan));
  }

  /** Three workers on two slots cannot wait for each other. */
  @Test
  void workersTakeTurnsIfThereAreFewerSlots() throws IOException {
    TrainingPlan plan = plan(3);
    assertThat(resident(plan)).containsExactly(jobs(plan));
  }

  @Test
  void resultsOfJobsMayTakeUpMoreThanTheDriverMayCollectAtOnce() throws IOException {
    TrainingPlan plan = plan(2);
    float[] expected = jobs(plan);
    // 12 bytes per weight and worker.
    int bytes = 2 * 12 * expected.length;
    try (ResultSize size = ResultSize.of(bytes * 9 / 10 + "b")) {
      size.requireSet();
      assertThat(jobs(plan)).containsExactly(expected);
    }
  }

  /** Locally, Spark gives up at the first failure. */
  @Test
  void continuesWithTheRoundThatFailed() throws IOException {
    TrainingPlan plan = failing(plan(2));
    float[] undisturbed = resident(plan);
    STEPS_BEFORE_FAILURE.set(2 * 3 + 2);
    assertThat(resident(plan)).isEqualTo(undisturbed);
    assertThat(STEPS_BEFORE_FAILURE).as("steps before the failure").hasNegativeValue();
  }

  @Test
  void failureOfTheFirstRoundEndsTheTraining() throws IOException {
    TrainingPlan plan = failing(plan(2));
    STEPS_BEFORE_FAILURE.set(1);
    assertThatThrownBy(() -> resident(plan))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("round 1 failed")
        .hasStackTraceContaining("failure for a test");
  }

  @Test
  void closingFreesTheSlots() throws IOException {
    TrainingPlan plan = plan(2);
    try (CachedShards shards = new CachedShards(spark, plan)) {
      Rounds rounds = new ResidentRounds(spark, plan, shards.data());
      rounds.begin(TinyShards.start(plan));
      rounds.await();
      rounds.close();
      assertThat(spark.parallelize(List.of(1, 2, 3), 3).reduce(Integer::sum)).isEqualTo(6);
    }
  }

  /** Otherwise a training that ends early would keep their memory, also that of a GPU. */
  @Test
  void closingFreesTheNetworks() throws Exception {
    TrainingPlan plan = plan(1);
    AtomicInteger closed = new AtomicInteger();
    NetworkPoolTest.idle(plan, TrainingSteps.counting(plan.network(), closed));
    try (CachedShards shards = new CachedShards(spark, plan)) {
      Rounds rounds = new ResidentRounds(spark, plan, shards.data());
      rounds.begin(TinyShards.start(plan));
      rounds.await();
      assertThat(closed).as("between rounds").hasValue(0);
      rounds.close();
      for (int i = 0; i < 100 && closed.get() == 0; i++) {
        Thread.sleep(100);
      }
    }
    assertThat(closed).hasValue(1);
  }

  @Test
  void lastRoundFreesTheNetworks() throws IOException {
    TrainingPlan plan = plan(1);
    AtomicInteger closed = new AtomicInteger();
    NetworkPoolTest.idle(plan, TrainingSteps.counting(plan.network(), closed));
    jobs(plan);
    assertThat(closed).hasValue(1);
  }

  private TrainingPlan plan(int workers) throws IOException {
    return shards(workers).lautum(Optimizer.linearDecay(0.01, 12), true, 3, 4);
  }

  private float[] resident(TrainingPlan plan) {
    return train(plan, data -> new ResidentRounds(spark, plan, data));
  }

  private float[] jobs(TrainingPlan plan) {
    return train(plan, data -> new RoundJobs(spark, plan, data));
  }

  /** Chooses how rounds run. */
  private interface Choice {
    Rounds on(JavaRDD<WorkerData> data);
  }

  private float[] train(TrainingPlan plan, Choice choice) {
    try (CachedShards shards = new CachedShards(spark, plan);
        Rounds rounds = choice.on(shards.data())) {
      TrainingState state = TinyShards.start(plan);
      while (state.iteration() < plan.iterations()) {
        rounds.begin(state);
        state = rounds.await().state(state.iteration() + plan.averagingInterval());
      }
      return state.parameters();
    }
  }

  private static TrainingPlan failing(TrainingPlan plan) {
    return new TrainingPlan(
        plan.network(),
        new FailingStep(plan.step()),
        plan.manifest(),
        plan.shards(),
        plan.augmentation(),
        AugmentationConfig.OFF,
        0,
        0,
        plan.averagingInterval(),
        plan.rounds(),
        plan.seed());
  }

  /** Fails once, at a step chosen by {@link #STEPS_BEFORE_FAILURE}. */
  private record FailingStep(MinibatchStep step) implements MinibatchStep {
    @Override
    public Result take(TrainingStep network, Minibatch minibatch, long seed) {
      if (STEPS_BEFORE_FAILURE.get() >= 0 && STEPS_BEFORE_FAILURE.getAndDecrement() == 0) {
        throw new IllegalStateException("failure for a test");
      }
      return step.take(network, minibatch, seed);
    }

    @Override
    public float[] updater(TrainingStep network) {
      return step.updater(network);
    }

    @Override
    public int forwardPasses() {
      return step.forwardPasses();
    }
  }
}
