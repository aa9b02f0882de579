package io.lautum.data.image;

/**
 * Position of an image's first row and column in the scene (EXIF 2.3, tag 274). Cameras store the
 * rows of the sensor and this number.
 */
enum Orientation {
  UPRIGHT,
  MIRRORED,
  TURNED_HALF,
  FLIPPED,
  TRANSPOSED,
  TURNED_LEFT,
  TRANSVERSED,
  TURNED_RIGHT;

  /** Returns the orientation with a number from 1 to 8; upright for any other number. */
  static Orientation of(int number) {
    return number >= 1 && number <= values().length ? values()[number - 1] : UPRIGHT;
  }

  /** Returns whether stored rows are columns of the upright image. */
  boolean swapsAxes() {
    return ordinal() >= TRANSPOSED.ordinal();
  }

  /** Returns the shape of upright images whose stored shape is {@code stored}. */
  ImageShape upright(ImageShape stored) {
    return swapsAxes()
        ? new ImageShape(stored.channels(), stored.width(), stored.height())
        : stored;
  }

  /**
   * Returns the upright image.
   *
   * @param pixels channels x height x width
   * @param stored shape of {@code pixels}
   */
  byte[] upright(byte[] pixels, ImageShape stored) {
    if (this == UPRIGHT) {
      return pixels;
    }
    ImageShape upright = upright(stored);
    int lastRow = stored.height() - 1;
    int lastColumn = stored.width() - 1;
    byte[] turned = new byte[pixels.length];
    int to = 0;
    for (int channel = 0; channel < stored.channels(); channel++) {
      int plane = channel * stored.height() * stored.width();
      for (int y = 0; y < upright.height(); y++) {
        for (int x = 0; x < upright.width(); x++) {
          int row = swapsAxes() ? x : y;
          int column = swapsAxes() ? y : x;
          row = fromLastRow() ? lastRow - row : row;
          column = fromLastColumn() ? lastColumn - column : column;
          turned[to++] = pixels[plane + row * stored.width() + column];
        }
      }
    }
    return turned;
  }

  private boolean fromLastRow() {
    return switch (this) {
      case TURNED_HALF, FLIPPED, TURNED_LEFT, TRANSVERSED -> true;
      default -> false;
    };
  }

  private boolean fromLastColumn() {
    return switch (this) {
      case MIRRORED, TURNED_HALF, TRANSVERSED, TURNED_RIGHT -> true;
      default -> false;
    };
  }
}
