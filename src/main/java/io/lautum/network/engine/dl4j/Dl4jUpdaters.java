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

/** Translates optimisers to DL4J's updaters. */
final class Dl4jUpdaters {
  private Dl4jUpdaters() {}

  /** Returns the reason why DL4J does not support the optimiser; empty if it does. */
  static Optional<String> unsupportedReason(Optimizer optimizer) {
    if (optimizer instanceof Optimizer.Adam adam && adam.weightDecay() != 0) {
      return Optional.of("it does not support Adam with decoupled weight decay");
    }
    if (optimizer instanceof Optimizer.Sgd sgd && (sgd.weightDecay() != 0 || sgd.momentum() != 0)) {
      // DL4J's velocity contains the learning rate, so a schedule has a different effect.
      return Optional.of("it does not support this form of SGD with momentum or weight decay");
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
      return new Schedule(decay.initial(), decay.steps(), false);
    }
    if (rate instanceof LearningRate.CosineDecay decay) {
      return new Schedule(decay.initial(), decay.steps(), true);
    }
    return new Schedule(rate.at(0), 0, false);
  }

  /**
   * A learning rate schedule for DL4J. DL4J's PolySchedule with power 1 should decay linearly but
   * rises, as 1 + t/T.
   *
   * @param initial learning rate at step 0
   * @param steps number of steps until it is zero; 0 for a constant rate
   * @param cosine whether it decays along a cosine and not linearly
   */
  public record Schedule(
      @JsonProperty("initial") double initial,
      @JsonProperty("steps") int steps,
      @JsonProperty("cosine") boolean cosine)
      implements ISchedule {
    @Override
    public double valueAt(int iteration, int epoch) {
      return rate().at(iteration);
    }

    private LearningRate rate() {
      if (steps == 0) {
        return new LearningRate.Constant(initial);
      }
      return cosine
          ? new LearningRate.CosineDecay(initial, steps)
          : new LearningRate.LinearDecay(initial, steps);
    }

    @Override
    public ISchedule clone() {
      return this;
    }
  }
}
