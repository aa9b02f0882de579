package io.lautum.generalisation;

import io.lautum.config.RegularizationConfig;
import io.lautum.data.ImageShape;
import io.lautum.execution.Adversary;
import io.lautum.execution.Minibatch;
import io.lautum.execution.NetworkBlueprint;
import io.lautum.execution.TrainableNetwork;
import io.lautum.model.TrainedModel;
import io.lautum.network.BatchNormFolding;
import io.lautum.network.Updaters;
import java.util.Arrays;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The fast gradient sign method (Goodfellow, Shlens &amp; Szegedy 2015) on a trained network: the
 * gradient of the cross-entropy of its inference by the images. Images are not clipped to the range
 * of bytes. Not for several threads at once.
 */
final class Attack implements AutoCloseable {
  /** Engines compute the images' gradient only where they train on adversarial images. */
  private static final RegularizationConfig WITH_IMAGE_GRADIENT =
      new RegularizationConfig(0, 0, 1, 1);

  private final TrainableNetwork network;
  private final ImageShape shape;
  private final int batchSize;

  /**
   * @param batchSize largest number of images at once
   * @param engine as {@link NetworkBlueprint#of} names it
   */
  Attack(TrainedModel model, int batchSize, String engine) {
    this.batchSize = batchSize;
    shape = model.metadata().network().shape();
    ComputationGraph folded = BatchNormFolding.fold(model.network(), Updaters.constant(0));
    network =
        NetworkBlueprint.of(
                folded.getConfiguration(), engine, shape, batchSize, WITH_IMAGE_GRADIENT)
            .build();
    network.load(folded.params().toFloatVector(), new float[0], new double[0], 0, 0);
  }

  /** Finds the direction in which the loss of each image rises most. */
  Direction direction(float[] images, int[] labels) {
    // The network takes whole minibatches; images do not depend on each other.
    Minibatch whole =
        Minibatch.labelled(
            Arrays.copyOf(images, batchSize * shape.size()), Arrays.copyOf(labels, batchSize));
    float[] gradient = network.imageGradient(whole);
    return new Direction(Minibatch.labelled(images, labels), gradient);
  }

  @Override
  public void close() {
    network.close();
  }

  /**
   * Where an attack goes.
   *
   * @param clean the images as they are
   * @param gradient of their cross-entropy by them
   */
  record Direction(Minibatch clean, float[] gradient) {
    /** The images, every value changed by ε. */
    float[] images(double epsilon) {
      return Adversary.attack(clean, gradient, epsilon);
    }
  }
}
