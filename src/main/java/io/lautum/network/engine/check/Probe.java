package io.lautum.network.engine.check;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.Engine;
import io.lautum.network.engine.EngineState;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs checks of one engine with one precision and collects the findings. */
final class Probe {
  private final Engine engine;
  private final Precision precision;
  private final List<Finding> findings = new ArrayList<>();

  Probe(Engine engine, Precision precision) {
    this.engine = engine;
    this.precision = precision;
  }

  /** Computes the value that a check compares with its limit. */
  @FunctionalInterface
  interface Measurement {
    double take(NetworkGraph network, StepSpec step);
  }

  /** Adds a finding, even if the measurement throws an exception. */
  void check(
      String name, double limit, NetworkGraph network, StepSpec step, Measurement measurement) {
    try {
      Optional<String> obstacle = engine.obstacle(network, step, precision);
      findings.add(
          obstacle.isPresent()
              ? Finding.skipped(name, limit, obstacle.get())
              : Finding.measured(name, measurement.take(network, step), limit));
    } catch (RuntimeException | LinkageError e) {
      // A check exists to find such errors.
      findings.add(Finding.stopped(name, limit, e));
    }
  }

  double limit(Tolerance tolerance) {
    return tolerance.at(precision);
  }

  /** Returns a compiled network with these weights. */
  CompiledNetwork load(NetworkGraph network, StepSpec step, float[] weights, long seed) {
    CompiledNetwork compiled = engine.compile(network, step, precision);
    try {
      compiled.load(EngineState.initial(weights), seed);
    } catch (RuntimeException e) {
      compiled.close();
      throw e;
    }
    return compiled;
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }
}
