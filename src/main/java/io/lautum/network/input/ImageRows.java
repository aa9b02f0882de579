package io.lautum.network.input;

import io.lautum.Text;
import java.util.List;

/**
 * Rows of a step: images of one set, and the change of each.
 *
 * @param images set of images
 * @param positions positions of the rows' images in the set
 * @param changes one change per row
 */
public record ImageRows(ByteImages images, int[] positions, List<ImageChange> changes) {
  /**
   * @throws IllegalArgumentException if the numbers of positions and changes differ
   */
  public ImageRows {
    changes = List.copyOf(changes);
    if (positions.length != changes.size()) {
      throw new IllegalArgumentException(
          Text.format(
              "expected one change per image, got [%d] and [%d]",
              changes.size(), positions.length));
    }
  }

  /** Returns the number of rows. */
  public int count() {
    return positions.length;
  }
}
