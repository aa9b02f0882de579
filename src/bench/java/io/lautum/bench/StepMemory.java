package io.lautum.bench;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.NetworkConfig;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.loss.State;
import io.lautum.network.model.TransferNetwork;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.training.MemoryNeed;
import io.lautum.training.Minibatch;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.Targets;
import io.lautum.training.TrainingStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * Prints the estimated and the measured memory of one network on CPUs after two steps. The heap
 * must be touched before (-Xms, -XX:+AlwaysPreTouch), so that resident memory grows only by what is
 * outside it.
 */
public final class StepMemory {
  private static final int CLASSES = 10;

  private StepMemory() {}

  /**
   * Measures a network.
   *
   * @param arguments architecture, height and width of the images, images per step
   */
  public static void main(String[] arguments) throws IOException {
    String architecture = arguments[0];
    int side = Integer.parseInt(arguments[1]);
    int images = Integer.parseInt(arguments[2]);
    TransferNetwork network =
        new TransferNetwork(architecture, new ImageShape(3, side, side), CLASSES, 0);
    NetworkBlueprint blueprint =
        NetworkBlueprint.of(
            network.graph(),
            new NetworkConfig(architecture, "onednn", "float"),
            List.of(ImageGroup.trained(ImageGroup.LABELLED, images)),
            Optimizer.constant(0.1),
            List.of(),
            RegularizationConfig.NONE);
    // Not the usual initial weights, whose computation leaves memory outside the heap.
    float[] weights = new float[network.graph().parameters().length()];
    Arrays.fill(weights, 0.01f);
    float[] pixels = new float[images * network.shape().size()];
    ImageBatch batch = () -> pixels;
    System.gc();
    long before = resident();
    try (TrainingStep step = blueprint.build()) {
      step.load(EngineState.initial(weights), State.EMPTY, 1);
      Targets targets = Targets.of(new int[images], CLASSES);
      step.fit(Minibatch.labelled(batch, targets));
      step.fit(Minibatch.labelled(batch, targets));
      long outside = resident() - before;
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      MemoryNeed estimate = MemoryNeed.ofNetwork(blueprint);
      System.out.printf(
          "%s, %d images of 3x%d: estimate %d and %d MiB, measured %d and %d MiB%n",
          architecture,
          images,
          side,
          estimate.heap() >> 20,
          estimate.offHeap() >> 20,
          runtime.totalMemory() - runtime.freeMemory() >> 20,
          outside >> 20);
    }
  }

  /** Returns the resident memory of this process without its files, in bytes. */
  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("RssAnon"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }
}
