package io.lautum.training;

import io.lautum.network.engine.ImageBatch;
import io.lautum.network.input.ImageChange;
import io.lautum.network.input.ImageRows;
import io.lautum.training.augmentation.Augmentation;
import io.lautum.training.augmentation.ImageRenderer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The images of a training's minibatches: the next examples of each group in turn, in the group's
 * order, and optionally a random change for each. Not thread-safe.
 */
public final class MinibatchImages {
  private final List<GroupSource> sources;
  private final Augmentation augmentation;
  private final ImageRenderer renderer;
  private final float[] unchanged;

  /**
   * @param sources sources of the groups, in the order of a step's groups
   * @param augmentation draws the changes; its shape is that of all images
   */
  public MinibatchImages(List<GroupSource> sources, Augmentation augmentation) {
    this.sources = List.copyOf(sources);
    this.augmentation = augmentation;
    this.renderer = new ImageRenderer(augmentation.shape());
    this.unchanged = new float[augmentation.shape().size()];
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
   * @param augmented whether the images are augmented
   */
  public ImageBatch images(long number, boolean augmented) {
    List<ImageRows> rows = new ArrayList<>();
    for (GroupSource source : sources) {
      int[] positions = source.order().batch(number);
      List<ImageChange> changes = Collections.nCopies(positions.length, ImageChange.NONE);
      if (augmented) {
        changes = new ArrayList<>(positions.length);
        for (int i = 0; i < positions.length; i++) {
          changes.add(augmentation.draw());
        }
      }
      rows.add(new ImageRows(source.images(), positions, changes));
    }
    return new Described(List.copyOf(rows));
  }

  /** The description of a minibatch, and its pixels once they have been computed. */
  private final class Described implements ImageBatch {
    private final List<ImageRows> rows;
    private float[] pixels;

    Described(List<ImageRows> rows) {
      this.rows = rows;
    }

    @Override
    public List<ImageRows> rows() {
      return rows;
    }

    @Override
    public float[] pixels() {
      if (pixels == null) {
        pixels = new float[rows.stream().mapToInt(ImageRows::count).sum() * unchanged.length];
        int offset = 0;
        for (ImageRows group : rows) {
          for (int i = 0; i < group.count(); i++) {
            write(group, i, offset);
            offset += unchanged.length;
          }
        }
      }
      return pixels;
    }

    private void write(ImageRows group, int row, int offset) {
      byte[] image = group.images().pixels()[group.positions()[row]];
      ImageChange change = group.changes().get(row);
      if (change == ImageChange.NONE) {
        group.images().normalization().apply(image, pixels, offset);
      } else {
        group.images().normalization().apply(image, unchanged, 0);
        renderer.render(change, unchanged, pixels, offset);
      }
    }
  }
}
