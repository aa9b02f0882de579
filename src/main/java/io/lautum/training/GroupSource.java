package io.lautum.training;

import io.lautum.data.shard.BatchOrder;
import io.lautum.network.input.ByteImages;
import io.lautum.training.augmentation.Augmentation;
import java.util.Optional;

/**
 * The examples from which one image group of a training is filled.
 *
 * @param order numbers of the examples in each minibatch
 * @param images images of the examples, by position
 * @param augmentation random changes that this group's images always have; without it they have
 *     those of the whole minibatch
 */
public record GroupSource(
    BatchOrder order, ByteImages images, Optional<Augmentation> augmentation) {
  /** Creates a group whose images have the changes of the whole minibatch. */
  public GroupSource(BatchOrder order, ByteImages images) {
    this(order, images, Optional.empty());
  }
}
