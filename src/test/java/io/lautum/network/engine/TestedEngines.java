package io.lautum.network.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.network.engine.dl4j.Dl4jEngine;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.stream.Stream;

/** The engines that tests compare. */
final class TestedEngines {
  private TestedEngines() {}

  static Stream<Engine> all() {
    return Stream.of(new OneDnnEngine(), new Dl4jEngine());
  }

  /** Skips the test if the engine cannot execute the step. */
  static void assumeCan(Engine engine, NetworkGraph network, StepSpec step) {
    var obstacle = engine.obstacle(network, step, Precision.FLOAT);
    assumeTrue(obstacle.isEmpty(), () -> obstacle.orElseThrow());
  }

  /** Returns the compiled network with weights as at the start of a training. */
  static CompiledNetwork loaded(
      Engine engine, NetworkGraph network, StepSpec step, float[] weights) {
    CompiledNetwork compiled = engine.compile(network, step, Precision.FLOAT);
    compiled.load(EngineState.initial(weights), 1);
    return compiled;
  }
}
