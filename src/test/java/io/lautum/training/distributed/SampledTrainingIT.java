package io.lautum.training.distributed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.lautum.LocalSpark;
import io.lautum.WeightDifference;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.experiment.random.RandomStream;
import io.lautum.method.entropy.HeatStep;
import io.lautum.method.entropy.LocalEntropyImportanceStep;
import io.lautum.method.entropy.LocalEntropySgldStep;
import io.lautum.method.entropy.Objective;
import io.lautum.method.entropy.SmoothedGradient;
import io.lautum.method.entropy.WeightStep;
import io.lautum.network.step.Optimizer;
import io.lautum.training.distributed.dl4j.Dl4jTrainer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Steps that sample weights, with parameter averaging. */
public class SampledTrainingIT extends TinyTraining {
  private static final WeightStep IMPORTANCE = new LocalEntropyImportanceStep(1e-3, 20, true, 30);

  static Stream<WeightStep> steps() {
    return Stream.of(
        IMPORTANCE,
        new LocalEntropySgldStep(0.02, 5, 0.5, 0.1, 1, 1, 1),
        new HeatStep(0.02, 2, 3, SmoothedGradient.ZEROTH_ORDER, 1, 1, 1),
        new HeatStep(0.02, 2, 3, SmoothedGradient.BACK_PROPAGATED, 1, 1, 1));
  }

  /**
   * Compares with steps on an objective that uses only DL4J's graph and none of the trainer's code.
   */
  @ParameterizedTest
  @MethodSource("steps")
  void twoWorkersTakeSeparateStepsAndAverage(WeightStep step) throws IOException {
    TrainingPlan plan = plan(step, 2, 1, 3);
    float[] expected = TinyShards.start(plan).parameters();
    List<Double> losses = new ArrayList<>();
    long forward = 0;
    long backward = 0;
    for (int iteration = 0; iteration < 3; iteration++) {
      float[] sum = new float[expected.length];
      double loss = 0;
      for (int worker = 0; worker < 2; worker++) {
        GraphObjective objective =
            new GraphObjective(
                TinyShards.graph(plan),
                TinyShards.dataSet(TinyShards.minibatches(plan, worker), iteration));
        float[] next =
            step.step(
                    expected,
                    objective,
                    RandomStream.WEIGHT_SAMPLES.seed(plan.seed(), worker, iteration))
                .weights();
        loss += objective.value(expected) / 2;
        forward += objective.forward - 1;
        backward += objective.backward;
        for (int i = 0; i < sum.length; i++) {
          sum[i] += next[i] / 2;
        }
      }
      losses.add(loss);
      expected = sum;
    }
    List<TrainingListener.Round> rounds = new ArrayList<>();

    float[] weights = trainer(100).train(plan, TinyShards.start(plan), rounds::add);

    assertThat(WeightDifference.largest(weights, expected)).isLessThan(2e-4);
    assertThat(WeightDifference.largest(weights, TinyShards.start(plan).parameters()))
        .as("not vacuous")
        .isGreaterThan(5e-3);
    for (int round = 0; round < 3; round++) {
      assertThat(rounds.get(round).crossEntropy()).isCloseTo(losses.get(round), within(1e-3));
    }
    assertThat(rounds.stream().mapToLong(TrainingListener.Round::forwardPasses).sum())
        .isEqualTo(forward);
    assertThat(rounds.stream().mapToLong(TrainingListener.Round::backwardPasses).sum())
        .isEqualTo(backward);
  }

  @Test
  void reportsEffectiveSampleSizeOnlyOfImportanceWeights() throws IOException {
    List<TrainingListener.Round> rounds = new ArrayList<>();
    TrainingPlan plan = plan(IMPORTANCE, 2, 2, 2);
    trainer(100).train(plan, TinyShards.start(plan), rounds::add);
    assertThat(rounds)
        .allSatisfy(round -> assertThat(round.effectiveSampleSize()).isBetween(1.0, 20.0));

    rounds.clear();
    TrainingPlan heat =
        plan(new HeatStep(1e-3, 1, 2, SmoothedGradient.ZEROTH_ORDER, 1, 1, 1), 2, 2, 1);
    trainer(100).train(heat, TinyShards.start(heat), rounds::add);
    assertThat(rounds.get(0).effectiveSampleSize()).isNaN();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void resumedRunHasBitsOfUndisturbedRun(WeightStep step) throws IOException {
    TrainingPlan plan = plan(step, 2, 2, 5);
    float[] undisturbed = trainer(100).train(plan, TinyShards.start(plan), SILENT);
    assertThat(trainer(100).train(plan, TinyShards.start(plan), SILENT)).isEqualTo(undisturbed);
    TrainingState saved = checkpointOfKilledRun(plan);
    assertThat(saved.iteration()).isEqualTo(4);
    assertThat(saved.updater()).isEmpty();

    assertThat(trainer(2).train(plan, saved, SILENT)).isEqualTo(undisturbed);
  }

  @Test
  void nonFiniteWeightsStopTraining() throws IOException {
    TrainingPlan plan = plan(IMPORTANCE, 2, 1, 2);
    float[] broken = TinyShards.start(plan).parameters();
    broken[0] = Float.NaN;
    assertThatThrownBy(() -> trainer(100).train(plan, TrainingState.initial(broken), SILENT))
        .isInstanceOf(TrainingDivergedException.class);
  }

  @Test
  void dl4jTrainerRejectsSampledSteps() throws IOException {
    TrainingPlan plan = plan(IMPORTANCE, 2, 1, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Dl4jTrainer(LocalSpark.context()).train(plan, TinyShards.start(plan), SILENT));
  }

  private TrainingPlan plan(WeightStep step, int workers, int averagingInterval, int rounds)
      throws IOException {
    TrainingPlan plain = shards(workers).standard(Optimizer.constant(1), averagingInterval, rounds);
    return new TrainingPlan(
        plain.network(),
        new SampledStep(step, plain.network().network().parameters().trainable()),
        plain.manifest(),
        plain.shards(),
        plain.augmentation(),
        AugmentationConfig.OFF,
        0,
        0,
        averagingInterval,
        rounds,
        plain.seed());
  }

  /** Objective of one minibatch, computed by DL4J itself. */
  private static final class GraphObjective implements Objective {
    private final ComputationGraph graph;
    private final MultiDataSet minibatch;
    private int forward;
    private int backward;

    GraphObjective(ComputationGraph graph, MultiDataSet minibatch) {
      this.graph = graph;
      this.minibatch = minibatch;
    }

    @Override
    public double value(float[] weights) {
      forward++;
      graph.setParams(Nd4j.create(weights, new long[] {1, weights.length}, 'c'));
      return graph.score(minibatch, true);
    }

    @Override
    public double gradient(float[] weights, float[] gradient) {
      double value = value(weights);
      backward++;
      graph.setInputs(minibatch.getFeatures());
      graph.setLabels(minibatch.getLabels());
      graph.computeGradientAndScore();
      float[] sum = graph.gradient().gradient().toFloatVector();
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] = sum[i] / TinyShards.BATCH;
      }
      return value;
    }
  }
}
