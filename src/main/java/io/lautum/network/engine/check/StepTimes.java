package io.lautum.network.engine.check;

import io.lautum.network.engine.Engine;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.step.Precision;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures the steps of an engine on the standard workloads. */
public final class StepTimes {
  private StepTimes() {}

  /**
   * Returns the times of every workload with every precision that the engine supports here.
   *
   * @param term transfer term of the unlabelled images; see {@link EngineStep}
   * @param limit see {@link StepTime#measure}
   */
  public static List<StepTime> of(Engine engine, TermSpec term, Duration limit) {
    List<RepeatedStep> steps = compile(engine, term);
    try {
      return StepTime.measure(steps, limit);
    } finally {
      steps.forEach(RepeatedStep::close);
    }
  }

  /** Returns a step per workload and precision, which the caller closes. */
  public static List<RepeatedStep> compile(Engine engine, TermSpec term) {
    List<RepeatedStep> steps = new ArrayList<>();
    try {
      for (Workload workload : Workload.STANDARD) {
        for (Precision precision : Precision.values()) {
          if (engine.obstacle(workload.network(), workload.step(), precision).isEmpty()) {
            steps.add(new EngineStep(engine, precision, workload, term));
          }
        }
      }
      return steps;
    } catch (RuntimeException e) {
      steps.forEach(RepeatedStep::close);
      throw e;
    }
  }
}
