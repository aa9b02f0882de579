package io.lautum.network.engine.check;

import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.spec.Initialization;
import io.lautum.network.spec.Layer;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Parameter.Kind;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Statistics;
import io.lautum.network.step.StepSpec;
import java.util.Arrays;
import java.util.List;

/**
 * Checks dropout with images of ones and a dense layer that copies its input, so that the outputs
 * are the mask: 0 or 1/(1 − p).
 */
final class DropoutChecks {
  private static final double PROBABILITY = 0.4;
  private static final int SIDE = 4;
  private static final int WIDTH = SIDE * SIDE;
  private static final int ROWS = 64;

  /** Four standard deviations of the share of ROWS x WIDTH independent entries. */
  private static final double SHARE_LIMIT =
      4 * Math.sqrt(PROBABILITY * (1 - PROBABILITY) / (ROWS * WIDTH));

  /** Two independent masks agree at p² + (1 − p)² = 0.52 of the entries. */
  private static final double AGREEMENT_LIMIT =
      PROBABILITY * PROBABILITY + (1 - PROBABILITY) * (1 - PROBABILITY) + SHARE_LIMIT;

  private DropoutChecks() {}

  static void run(Probe probe) {
    NetworkGraph.Builder graph = new NetworkGraph.Builder(new Shape.Image(1, SIDE, SIDE));
    String dropped = graph.add("dropout", new Layer.Dropout(PROBABILITY), NetworkGraph.IMAGE);
    graph.add("logits", new Layer.Dense(WIDTH, Initialization.UNIFORM), dropped);
    NetworkGraph network = graph.output(NetworkGraph.LOGITS, "logits").build();
    StepSpec all = step(ImageGroup.trained("dropped", ROWS));
    ImageGroup kept = new ImageGroup("kept", ROWS, true, false, Statistics.SHARED);
    StepSpec mixed = step(ImageGroup.trained("dropped", ROWS), kept);
    double rounding = probe.limit(Tolerance.OUTPUT);
    probe.check("dropout: values", rounding, network, all, (g, s) -> values(masks(probe, g, s)[0]));
    probe.check(
        "dropout: share", SHARE_LIMIT, network, all, (g, s) -> share(masks(probe, g, s)[0]));
    probe.check("dropout: same seed", 0, network, all, (g, s) -> repeated(masks(probe, g, s)));
    probe.check(
        "dropout: next step differs",
        AGREEMENT_LIMIT,
        network,
        all,
        (g, s) -> agreement(masks(probe, g, s), 1));
    probe.check(
        "dropout: other seed differs",
        AGREEMENT_LIMIT,
        network,
        all,
        (g, s) -> agreement(masks(probe, g, s), 3));
    probe.check(
        "dropout: images without it",
        rounding,
        network,
        mixed,
        (g, s) -> unchanged(masks(probe, g, s)[0]));
  }

  private static StepSpec step(ImageGroup... groups) {
    return new StepSpec(List.of(groups), List.of(NetworkGraph.LOGITS), new Optimizer.None(), false);
  }

  /** Returns the masks of two passes with one seed, of the same again, and of another seed. */
  private static float[][] masks(Probe probe, NetworkGraph network, StepSpec step) {
    float[] weights = new float[network.parameters().length()];
    int first = network.parameters().of("logits", Kind.WEIGHTS).offset();
    for (int i = 0; i < WIDTH; i++) {
      weights[first + i * WIDTH + i] = 1;
    }
    float[] images = new float[step.rows() * WIDTH];
    Arrays.fill(images, 1);
    float[][] masks = new float[4][];
    for (int pair = 0; pair < 3; pair++) {
      try (CompiledNetwork compiled = probe.load(network, step, weights, pair == 2 ? 6 : 5)) {
        compiled.forward(() -> images);
        masks[pair == 0 ? 0 : pair + 1] = compiled.output(NetworkGraph.LOGITS).clone();
        if (pair == 0) {
          compiled.forward(() -> images);
          masks[1] = compiled.output(NetworkGraph.LOGITS).clone();
        }
      }
    }
    return masks;
  }

  private static double values(float[] mask) {
    double kept = 1 / (1 - PROBABILITY);
    double worst = 0;
    for (float value : mask) {
      worst = Math.max(worst, Math.min(Math.abs(value), Math.abs(value - kept)) / kept);
    }
    return worst;
  }

  private static double share(float[] mask) {
    int zeros = 0;
    for (float value : mask) {
      zeros += value == 0 ? 1 : 0;
    }
    return Math.abs(zeros / (double) mask.length - PROBABILITY);
  }

  private static double repeated(float[][] masks) {
    return Distance.differing(masks[0], masks[2]);
  }

  private static double agreement(float[][] masks, int other) {
    return 1 - Distance.differing(masks[0], masks[other]) / (double) masks[0].length;
  }

  /** Returns the largest change of the images without dropout, which are the last. */
  private static double unchanged(float[] mask) {
    double worst = 0;
    for (int i = ROWS * WIDTH; i < mask.length; i++) {
      worst = Math.max(worst, Math.abs(mask[i] - 1.0));
    }
    return worst;
  }
}
