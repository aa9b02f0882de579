package io.lautum.training;

import io.lautum.network.engine.DescribedImages;
import io.lautum.network.engine.ImageBatch;
import io.lautum.network.input.ImageChange;
import io.lautum.network.input.ImageRenderer;
import io.lautum.network.input.ImageRows;
import io.lautum.training.augmentation.Augmentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The images of a training's minibatches: the next examples of each group in turn, in the group's
 * order, and optionally a random change for each. Groups with the same source and order have the
 * same images. Not thread-safe.
 */
public final class MinibatchImages {
  private final List<GroupSource> sources;
  private final Augmentation augmentation;
  private final ImageRenderer renderer;

  /**
   * @param sources sources of the groups, in the order of a step's groups
   * @param augmentation draws the changes of groups that have none of their own; its shape is that
   *     of all images
   */
  public MinibatchImages(List<GroupSource> sources, Augmentation augmentation) {
    this.sources = List.copyOf(sources);
    this.augmentation = augmentation;
    this.renderer = new ImageRenderer(augmentation.shape());
  }

  /** Returns the positions of a group's examples in one minibatch, numbered from 0. */
  public int[] positions(int group, long number) {
    return sources.get(group).order().batch(number);
  }

  /**
   * Returns the images of a minibatch. All random numbers are drawn now; pixels are computed when
   * an engine asks for them.
   *
   * @param number number of the minibatch, from 0
   * @param augmented whether the images of groups without their own augmentation are augmented
   */
  public ImageBatch images(long number, boolean augmented) {
    List<ImageRows> rows = new ArrayList<>();
    for (GroupSource source : sources) {
      int[] positions = source.order().batch(number);
      List<ImageChange> changes =
          source
              .augmentation()
              .map(own -> changes(positions.length, own))
              .orElseGet(
                  () -> augmented ? changes(positions.length, augmentation) : none(positions));
      rows.add(new ImageRows(source.images(), positions, changes));
    }
    return new DescribedImages(rows, renderer, () -> announce(number + 1));
  }

  private void announce(long number) {
    for (GroupSource source : sources) {
      source.images().images().announce(source.order().batch(number));
    }
  }

  private static List<ImageChange> none(int[] positions) {
    return Collections.nCopies(positions.length, ImageChange.NONE);
  }

  private static List<ImageChange> changes(int count, Augmentation augmentation) {
    List<ImageChange> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      changes.add(augmentation.draw());
    }
    return changes;
  }
}
