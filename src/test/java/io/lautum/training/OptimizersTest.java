package io.lautum.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.lautum.experiment.config.OptimizerConfig;
import io.lautum.experiment.config.OptimizerConfig.Kind;
import io.lautum.experiment.config.OptimizerConfig.Schedule;
import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import org.junit.jupiter.api.Test;

class OptimizersTest {
  @Test
  void kindsHaveTheirParameters() {
    LearningRate rate = new LearningRate.Constant(0.5);
    assertThat(Optimizers.of(new OptimizerConfig(Kind.ADAM, 0.5, Schedule.CONSTANT, 0.8, 0.01), 7))
        .isEqualTo(new Optimizer.Adam(rate, 0.01, 0.9, 0.999, 1e-8));
    assertThat(Optimizers.of(new OptimizerConfig(Kind.SGD, 0.5, Schedule.CONSTANT, 0.8, 0.01), 7))
        .isEqualTo(new Optimizer.Sgd(rate, 0.8, true, 0.01));
  }

  @Test
  void fallingRatesReachZeroAtTheEnd() {
    assertThat(of(Schedule.LINEAR)).isEqualTo(new LearningRate.LinearDecay(0.5, 7));
    assertThat(of(Schedule.COSINE)).isEqualTo(new LearningRate.CosineDecay(0.5, 7));
  }

  private static LearningRate of(Schedule schedule) {
    return Optimizers.of(new OptimizerConfig(Kind.SGD, 0.5, schedule, 0.9, 0), 7).learningRate();
  }
}
