package io.lautum.evaluation.crossvalidation;

import io.lautum.data.image.ImageStore;
import io.lautum.data.shard.LocalCopy;
import java.io.Serializable;

/**
 * The unlabelled images of trainings that hold out some labelled images.
 *
 * @param copy place of the images
 * @param includeLabelled whether the labelled images serve as the unlabelled ones
 */
record UnlabelledImages(LocalCopy copy, boolean includeLabelled) implements Serializable {
  /** Returns the number of images for a training without some held-out ones; opens no image. */
  int count(int heldOut) {
    return includeLabelled ? copy.count() - heldOut : copy.count();
  }

  /** Returns the images for a training without the held-out ones. */
  ImageStore without(byte[][] heldOut) {
    ImageStore images = copy.open().images();
    return includeLabelled ? OtherImages.of(images, heldOut) : images;
  }
}
