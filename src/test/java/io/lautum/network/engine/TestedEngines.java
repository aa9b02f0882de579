package io.lautum.network.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.lautum.network.engine.cudnn.CudnnEngine;
import io.lautum.network.engine.cudnn.HostCudnn;
import io.lautum.network.engine.dl4j.Dl4jEngine;
import io.lautum.network.engine.onednn.OneDnnEngine;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.Precision;
import io.lautum.network.step.StepSpec;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/** The engines that the tests of this package compare. */
final class TestedEngines {
  private TestedEngines() {}

  /** Returns all engines; the one for GPUs twice, because its logic also runs on the CPU. */
  static Stream<Named<Engine>> all() {
    return Stream.of(
        Named.of("onednn", new OneDnnEngine()),
        Named.of("dl4j", new Dl4jEngine()),
        Named.of("cudnn on the CPU", HostCudnn.engine()),
        Named.of("cudnn", new CudnnEngine()));
  }

  /** Skips the test, with the reason, if the engine cannot compute the step here. */
  static void assumeCan(Engine engine, NetworkGraph network, StepSpec step) {
    var obstacle = engine.obstacle(network, step, Precision.FLOAT);
    assumeTrue(obstacle.isEmpty(), () -> engine.name() + ": " + obstacle.orElseThrow());
  }

  /** Returns the compiled network with weights as at the start of a training. */
  static CompiledNetwork loaded(
      Engine engine, NetworkGraph network, StepSpec step, float[] weights) {
    assumeCan(engine, network, step);
    CompiledNetwork compiled = engine.compile(network, step, Precision.FLOAT);
    compiled.load(EngineState.initial(weights), 1);
    return compiled;
  }
}
