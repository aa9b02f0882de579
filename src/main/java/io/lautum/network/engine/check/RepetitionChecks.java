package io.lautum.network.engine.check;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.EngineState;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.StepSpec;
import java.util.List;
import java.util.Map;

/**
 * Checks that two runs, and a run that is resumed from a state, have the same bits. The measured
 * value is the number of weights and moments that differ.
 */
final class RepetitionChecks {
  private static final long SEED = 11;
  private static final int STEPS = 4;

  private RepetitionChecks() {}

  static void run(Probe probe) {
    StepSpec step =
        new StepSpec(
            List.of(ImageGroup.trained("labelled", 20), ImageGroup.trained("unlabelled", 20)),
            List.of(NetworkGraph.LOGITS),
            Optimizer.linearDecay(0.01, 10),
            false);
    probe.check(
        "same bits twice",
        0,
        SmallNetworks.withDropout(),
        step,
        (network, spec) ->
            unequal(whole(probe, network, spec), whole(probe, network, spec), network));
    checkResumed(probe, "same bits resumed", SmallNetworks.residual(), step);
    checkResumed(probe, "same bits resumed with dropout", SmallNetworks.withDropout(), step);
  }

  private static void checkResumed(Probe probe, String name, NetworkGraph graph, StepSpec step) {
    probe.check(
        name,
        0,
        graph,
        step,
        (network, spec) ->
            unequal(whole(probe, network, spec), resumed(probe, network, spec), network));
  }

  private static EngineState whole(Probe probe, NetworkGraph network, StepSpec step) {
    try (CompiledNetwork run = start(probe, network, step)) {
      train(run, network, step, 0, STEPS);
      return run.state();
    }
  }

  private static EngineState resumed(Probe probe, NetworkGraph network, StepSpec step) {
    EngineState middle;
    long[] dropout;
    try (CompiledNetwork run = start(probe, network, step)) {
      train(run, network, step, 0, STEPS / 2);
      middle = run.state();
      dropout = run.dropoutPosition();
    }
    try (CompiledNetwork run = start(probe, network, step)) {
      run.load(middle, SEED);
      run.continueDropout(dropout);
      train(run, network, step, STEPS / 2, STEPS);
      return run.state();
    }
  }

  private static CompiledNetwork start(Probe probe, NetworkGraph network, StepSpec step) {
    return probe.load(network, step, SmallNetworks.weights(network, 1), SEED);
  }

  /** Counts differing weights and moments; a network that did not learn counts as all. */
  private static double unequal(EngineState first, EngineState second, NetworkGraph network) {
    float[] start = SmallNetworks.weights(network, 1);
    if (Distance.differing(first.weights(), start) == 0 || first.steps() != second.steps()) {
      return start.length;
    }
    return Distance.differing(first.weights(), second.weights())
        + Distance.differing(first.moments(), second.moments());
  }

  private static void train(
      CompiledNetwork run, NetworkGraph network, StepSpec step, int from, int to) {
    for (int t = from; t < to; t++) {
      float[] images = SmallNetworks.normal(step.rows() * network.input().size(), t);
      run.forward(() -> images);
      run.backward(new LinearLoss(network, step).gradients(), Map.of());
      run.update();
    }
  }
}
