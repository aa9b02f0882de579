package io.lautum.evaluation.generalisation;

import io.lautum.data.image.ImageShape;
import io.lautum.experiment.config.RegularizationConfig;
import io.lautum.network.engine.EngineState;
import io.lautum.network.engine.Engines;
import io.lautum.network.engine.FastGradientSign;
import io.lautum.network.loss.State;
import io.lautum.network.model.TrainedModel;
import io.lautum.network.step.ImageGroup;
import io.lautum.network.step.Optimizer;
import io.lautum.network.step.Precision;
import io.lautum.training.Minibatch;
import io.lautum.training.NetworkBlueprint;
import io.lautum.training.Targets;
import io.lautum.training.TrainingStep;
import java.util.Arrays;
import java.util.List;

/**
 * The fast gradient sign method (Goodfellow, Shlens &amp; Szegedy 2015, section 4) on a trained
 * network: x + ε sign(∂/∂x cross-entropy), with batch normalisation as in inference. Images are not
 * clipped to the range of bytes. Not thread-safe.
 */
final class Attack implements AutoCloseable {
  /** Engines compute the images' gradient only if they train on adversarial images. */
  private static final RegularizationConfig WITH_IMAGE_GRADIENT =
      new RegularizationConfig(0, 0, 1, 1);

  private final TrainingStep network;
  private final ImageShape shape;
  private final int classes;
  private final int batchSize;

  /**
   * @param batchSize maximum number of images per call
   */
  Attack(TrainedModel model, int batchSize) {
    this.batchSize = batchSize;
    shape = model.metadata().network().shape();
    classes = model.metadata().network().classes();
    // Any engine is suitable, because the pass is in inference mode.
    NetworkBlueprint blueprint =
        new NetworkBlueprint(
            model.metadata().network().graph(),
            Engines.AUTO,
            Precision.FLOAT,
            List.of(ImageGroup.inferred(ImageGroup.LABELLED, batchSize)),
            new Optimizer.None(),
            List.of(),
            WITH_IMAGE_GRADIENT);
    network = blueprint.build();
    network.load(EngineState.initial(model.parameters()), State.EMPTY, 0);
  }

  /** Finds the direction in which the loss of each image increases most. */
  Direction direction(float[] images, int[] labels) {
    // The network accepts only complete minibatches; the padding does not affect the other images.
    float[] padded = Arrays.copyOf(images, batchSize * shape.size());
    Minibatch whole =
        Minibatch.labelled(() -> padded, Targets.of(Arrays.copyOf(labels, batchSize), classes));
    return new Direction(images, network.imageGradient(whole));
  }

  @Override
  public void close() {
    network.close();
  }

  /**
   * The direction of an attack.
   *
   * @param clean unchanged images
   * @param gradient gradient of the cross-entropy with respect to the images
   */
  record Direction(float[] clean, float[] gradient) {
    /** Returns the images with every value changed by ε. */
    float[] images(double epsilon) {
      return FastGradientSign.perturbed(clean, gradient, clean.length, epsilon);
    }
  }
}
