package io.lautum.network.engine.check;

import io.lautum.Text;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.EngineState;
import io.lautum.network.loss.TermSpec;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Parameter;
import io.lautum.network.step.Precision;
import java.util.ArrayList;
import java.util.List;

/** Compares the standard workloads' steps of an engine with those of another one, in float. */
public final class StepComparison {
  private static final int STEPS = 20;

  private StepComparison() {}

  /**
   * Returns two findings per workload: the relative error ‖g − g′‖ / ‖g′‖ of the first step's
   * gradient, g′ being the reference's, of the layer with the largest one; and the number of
   * weights and moments that differ between two trainings of {@value #STEPS} steps.
   *
   * @param reference another engine that can compute these steps here
   * @param term see {@link EngineStep}
   */
  public static List<Finding> of(Engine engine, Engine reference, TermSpec term) {
    return of(Workload.STANDARD, engine, reference, term);
  }

  static List<Finding> of(
      List<Workload> workloads, Engine engine, Engine reference, TermSpec term) {
    List<Finding> findings = new ArrayList<>();
    for (Workload workload : workloads) {
      String gradient = Text.format("%s: gradient, next to %s", workload.title(), reference.name());
      String repetition = Text.format("%s: same bits twice, %d steps", workload.title(), STEPS);
      double limit = Tolerance.GRADIENT.at(Precision.FLOAT);
      try {
        float[] expected = gradient(reference, workload, term);
        findings.add(
            Finding.measured(
                gradient,
                largest(gradient(engine, workload, term), expected, workload.network()),
                limit));
        EngineState first = train(engine, workload, term);
        findings.add(
            Finding.measured(repetition, differing(first, train(engine, workload, term)), 0));
      } catch (RuntimeException | LinkageError e) {
        // A check exists to find such errors.
        findings.add(Finding.stopped(workload.title(), limit, e));
      }
    }
    return findings;
  }

  private static float[] gradient(Engine engine, Workload workload, TermSpec term) {
    try (EngineStep step = new EngineStep(engine, Precision.FLOAT, workload, term)) {
      return step.gradient();
    }
  }

  private static EngineState train(Engine engine, Workload workload, TermSpec term) {
    try (EngineStep step = new EngineStep(engine, Precision.FLOAT, workload, term)) {
      step.run(STEPS);
      return step.state();
    }
  }

  private static double largest(float[] found, float[] expected, NetworkGraph network) {
    double largest = 0;
    for (Parameter parameter : network.parameters().parameters()) {
      float[] reference = parameter.values(expected);
      float[] difference = parameter.values(found);
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= reference[i];
      }
      // NaN stays NaN, which fails.
      largest = Math.max(largest, Distance.norm(difference) / Distance.norm(reference));
    }
    return largest;
  }

  private static double differing(EngineState first, EngineState second) {
    return Distance.differing(first.weights(), second.weights())
        + Distance.differing(first.moments(), second.moments());
  }
}
