package io.lautum.network.engine;

import io.lautum.data.image.ImageShape;
import io.lautum.data.image.ImageStore;
import io.lautum.data.image.Normalization;
import io.lautum.data.shard.BatchOrder;
import io.lautum.experiment.config.AugmentationConfig;
import io.lautum.network.input.ByteImages;
import io.lautum.network.spec.Shape;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.StepSpec;
import io.lautum.training.GroupSource;
import io.lautum.training.MinibatchImages;
import io.lautum.training.augmentation.Augmentation;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Described minibatches of random images, with one set and normalisation per group. */
public final class RandomImages {
  /** All kinds of changes. */
  public static final AugmentationConfig ALL =
      new AugmentationConfig(2, true, 0.3, 0.6, 3, 0.2, 0.2, 0.4);

  private static final int COUNT = 13;

  private RandomImages() {}

  /** Returns minibatches with all kinds of changes. */
  public static MinibatchImages of(Shape.Image shape, StepSpec step, long seed) {
    return of(shape, step, ALL, seed);
  }

  /**
   * Returns minibatches for a step.
   *
   * @param seed seed of the changes; the images are always the same
   */
  public static MinibatchImages of(
      Shape.Image shape, StepSpec step, AugmentationConfig config, long seed) {
    ImageShape images = new ImageShape(shape.channels(), shape.height(), shape.width());
    List<GroupSource> sources = new ArrayList<>();
    for (ImageGroup group : step.groups()) {
      int number = sources.size();
      sources.add(
          new GroupSource(new BatchOrder(COUNT, group.rows(), number), set(images, COUNT, number)));
    }
    return new MinibatchImages(sources, new Augmentation(config, images, seed));
  }

  /** Returns random images. */
  public static ByteImages set(ImageShape shape, int count, int number) {
    SplittableRandom random = new SplittableRandom(number);
    byte[][] pixels = new byte[count][shape.size()];
    for (byte[] image : pixels) {
      random.nextBytes(image);
    }
    float[] mean = new float[shape.channels()];
    float[] std = new float[shape.channels()];
    for (int channel = 0; channel < mean.length; channel++) {
      mean[channel] = 0.4f + 0.1f * number + 0.01f * channel;
      std[channel] = 0.2f + 0.05f * channel;
    }
    Normalization.Table table = new Normalization(mean, std).table(shape);
    return new ByteImages("set " + number, ImageStore.of(pixels), table);
  }
}
