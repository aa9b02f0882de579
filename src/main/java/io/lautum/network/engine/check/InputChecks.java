package io.lautum.network.engine.check;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.experiment.random.SplitMix;
import io.lautum.network.engine.CompiledNetwork;
import io.lautum.network.engine.DescribedImages;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.input.AxisMap;
import io.lautum.network.input.ByteImages;
import io.lautum.network.input.GaussianNoise;
import io.lautum.network.input.ImageChange;
import io.lautum.network.input.ImageRenderer;
import io.lautum.network.input.ImageRows;
import io.lautum.network.input.LinearMap;
import io.lautum.network.spec.NetworkGraph;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.StepSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Checks that images which the engine computes from bytes and descriptions are those of the host,
 * bit for bit, with every kind of change. The measured value is the number of outputs that differ.
 */
final class InputChecks {
  private static final int ROWS = 24;

  private InputChecks() {}

  static void run(Probe probe) {
    StepSpec step = StepSpec.inference(ROWS, List.of(NetworkGraph.LOGITS));
    probe.check(
        "same images from bytes",
        0,
        SmallNetworks.normalised(),
        step,
        (network, spec) -> {
          ImageBatch images = images(network.input());
          float[] fromBytes = outputs(probe, network, spec, images);
          float[] fromPixels = outputs(probe, network, spec, images::pixels);
          float[] others = outputs(probe, network, spec, () -> reversed(images.pixels()));
          // Outputs that do not depend on the images would agree, too.
          return Distance.differing(fromPixels, others) == 0
              ? fromPixels.length
              : Distance.differing(fromBytes, fromPixels);
        });
  }

  private static float[] outputs(
      Probe probe, NetworkGraph network, StepSpec step, ImageBatch images) {
    float[] weights = SmallNetworks.weights(network, 1);
    try (CompiledNetwork compiled = probe.load(network, step, weights, 1)) {
      compiled.forward(images);
      return compiled.output(NetworkGraph.LOGITS).clone();
    }
  }

  private static float[] reversed(float[] values) {
    float[] reversed = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      reversed[i] = values[values.length - 1 - i];
    }
    return reversed;
  }

  private static ImageBatch images(Shape.Image image) {
    ImageShape shape = new ImageShape(image.channels(), image.height(), image.width());
    Random random = new Random(7);
    byte[][] pixels = new byte[ROWS][shape.size()];
    for (byte[] one : pixels) {
      random.nextBytes(one);
    }
    float[] mean = {0.4f, 0.5f, 0.6f};
    float[] deviation = {0.2f, 0.25f, 0.3f};
    ByteImages set =
        new ByteImages(
            pixels, ImageStore.of(pixels), new Normalization(mean, deviation).table(shape));
    SplitMix draws = new SplitMix(8);
    List<ImageChange> changes = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      changes.add(i == 0 ? ImageChange.NONE : change(shape, draws, i % 2 == 0));
    }
    int[] positions = IntStream.range(0, ROWS).map(i -> ROWS - 1 - i).toArray();
    return new DescribedImages(
        List.of(new ImageRows(set, positions, changes)), new ImageRenderer(shape));
  }

  private static ImageChange change(ImageShape shape, SplitMix random, boolean second) {
    double scale = second ? random.nextDouble(0.5, 1) : 1;
    double start = second ? random.nextDouble() * (1 - scale) * shape.height() : 0;
    float[] factors = {0.9f, 1.1f, (float) random.nextDouble(0.8, 1.2)};
    float[] offsets = {0.1f, -0.1f, (float) random.nextDouble(-0.2, 0.2)};
    return new ImageChange(
        new LinearMap(
            random.nextDouble(0.7, 1.3),
            random.nextDouble(-0.3, 0.3),
            random.nextDouble(-0.3, 0.3),
            random.nextDouble(0.7, 1.3)),
        new AxisMap(random.nextInt(-2, 3), random.nextBoolean(), start, scale),
        new AxisMap(random.nextInt(-2, 3), random.nextBoolean(), start, scale),
        new ImageChange.Colours(factors, offsets, random.nextInt(3) == 0),
        GaussianNoise.draw(random, 0.3, shape.size()),
        new ImageChange.Rectangle(2, 4, 1, 5));
  }
}
