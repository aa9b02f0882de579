package io.lautum.network.engine.dl4j;

import io.lautum.network.step.LearningRate;
import io.lautum.network.step.Optimizer;
import java.util.Optional;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** DL4J's updaters of this project's optimisers. */
final class Dl4jUpdaters {
  private Dl4jUpdaters() {}

  /** Why DL4J has no such updater; empty if it has one. */
  static Optional<String> unsupportedReason(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.Adam adam && adam.weightDecay() != 0) {
      return Optional.of("it has no Adam with decoupled weight decay");
    }
    if (optimizer instanceof Optimizer.Sgd sgd && (sgd.weightDecay() != 0 || sgd.momentum() != 0)) {
      // DL4J's velocity contains the learning rate, so a schedule changes it in another way.
      return Optional.of("it has no SGD with momentum or weight decay of this form");
    }
    return Optional.empty();
  }

  static IUpdater of(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.Adam adam) {
      return Adam.builder()
          .learningRateSchedule(schedule(adam.learningRate()))
          .beta1(adam.beta1())
          .beta2(adam.beta2())
          .epsilon(adam.epsilon())
          .build();
    }
    if (optimizer instanceof Optimizer.Sgd sgd) {
      return Sgd.builder().learningRateSchedule(schedule(sgd.learningRate())).build();
    }
    return new NoOp();
  }

  private static ISchedule schedule(LearningRate rate) {
    if (rate instanceof LearningRate.LinearDecay decay) {
      return new Schedule(decay.initial(), decay.steps());
    }
    return new Schedule(rate.at(0), 0);
  }

  /**
   * A learning rate as DL4J asks for it. Its own PolySchedule with power 1 should be a linear decay
   * but rises, as 1 + t/T.
   *
   * @param initial learning rate at step 0
   * @param steps after which it is zero; 0 if it stays
   */
  public record Schedule(@JsonProperty("initial") double initial, @JsonProperty("steps") int steps)
      implements ISchedule {
    @Override
    public double valueAt(int iteration, int epoch) {
      LearningRate rate =
          steps == 0
              ? new LearningRate.Constant(initial)
              : new LearningRate.LinearDecay(initial, steps);
      return rate.at(iteration);
    }

    @Override
    public ISchedule clone() {
      return this;
    }
  }
}
