package io.lautum.network.engine;

import io.lautum.data.image.ValueType;
import io.lautum.network.input.ImageChange;
import io.lautum.network.input.ImageRenderer;
import io.lautum.network.input.ImageRows;
import java.util.List;

/**
 * Described images, whose pixels the host computes when an engine first asks for them. Not
 * thread-safe.
 */
public final class DescribedImages implements ImageBatch {
  private final List<ImageRows> rows;
  private final ImageRenderer renderer;
  private final Runnable onRead;
  private float[] pixels;

  /**
   * @param rows rows of all groups, in order
   * @param renderer renderer for the images' shape, which other images may share
   */
  public DescribedImages(List<ImageRows> rows, ImageRenderer renderer) {
    this(rows, renderer, () -> {});
  }

  /**
   * @param onRead run once the images have been read, and only if an engine asks for the pixels
   */
  public DescribedImages(List<ImageRows> rows, ImageRenderer renderer, Runnable onRead) {
    this.rows = List.copyOf(rows);
    this.renderer = renderer;
    this.onRead = onRead;
  }

  /** Returns no description of vectors, because engines keep only bytes on their devices. */
  @Override
  public List<ImageRows> rows() {
    return rows.stream().allMatch(DescribedImages::areBytes) ? rows : List.of();
  }

  private static boolean areBytes(ImageRows group) {
    return group.images().normalization().values() == ValueType.BYTE;
  }

  @Override
  public float[] pixels() {
    if (pixels == null) {
      int size = renderer.shape().size();
      pixels = new float[rows.stream().mapToInt(ImageRows::count).sum() * size];
      float[] unchanged = new float[size];
      int offset = 0;
      for (ImageRows group : rows) {
        for (int i = 0; i < group.count(); i++) {
          byte[] image = group.images().images().get(group.positions()[i]);
          ImageChange change = group.changes().get(i);
          if (change == ImageChange.NONE) {
            group.images().normalization().apply(image, pixels, offset);
          } else {
            group.images().normalization().apply(image, unchanged, 0);
            renderer.render(change, unchanged, pixels, offset);
          }
          offset += size;
        }
      }
      onRead.run();
    }
    return pixels;
  }
}
