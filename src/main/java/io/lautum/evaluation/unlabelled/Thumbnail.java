package io.lautum.evaluation.unlabelled;

import io.lautum.data.image.Background;
import io.lautum.data.image.ImageFit;
import io.lautum.data.image.ImageShape;
import io.lautum.data.image.PngImage;
import io.lautum.data.shard.DatasetSummary;

/** A small picture of an image for the report. */
final class Thumbnail {
  private static final int SIDE = 128;

  private Thumbnail() {}

  /**
   * Returns the image as PNG, made smaller if a side is longer than {@value #SIDE} pixels; nothing
   * for a vector.
   */
  static byte[] of(byte[] pixels, DatasetSummary domain) {
    if (domain.normalization().ofVectors()) {
      return new byte[0];
    }
    ImageShape shape = domain.shape();
    int longer = Math.max(shape.height(), shape.width());
    if (longer <= SIDE) {
      return PngImage.encode(pixels, shape);
    }
    ImageShape small =
        new ImageShape(
            shape.channels(),
            Math.max(1, shape.height() * SIDE / longer),
            Math.max(1, shape.width() * SIDE / longer));
    ImageFit fit = new ImageFit(small, ImageFit.Mode.STRETCH, Background.WHITE);
    return PngImage.encode(fit.apply(pixels, shape), small);
  }
}
