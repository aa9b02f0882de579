package io.lautum.data.image;

import io.lautum.Text;
import java.util.List;

/**
 * A decoded image.
 *
 * @param shape one channel for grey images, three for colour
 * @param pixels unsigned bytes, channels x height x width
 * @param warnings faults of the file that cost no row of the image; empty for most files
 */
public record DecodedImage(ImageShape shape, byte[] pixels, List<String> warnings) {
  public DecodedImage {
    if (pixels.length != shape.size()) {
      throw new IllegalArgumentException(
          Text.format("[%s] has [%d] values, got [%d]", shape, shape.size(), pixels.length));
    }
    warnings = List.copyOf(warnings);
  }
}
