package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.List;

/**
 * A TIFF file, reduced to the first image: the reader would also read all other directories and
 * whatever their entries point to.
 */
final class TiffFile {
  private static final int TILE_WIDTH = 322;
  private static final int TILE_LENGTH = 323;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int PROFILE = 34675;
  private static final int[] OTHER_DIRECTORIES = {330, 34665, 34853};
  private static final int[][] OFFSETS_AND_LENGTHS = {{273, 279}, {324, 325}};
  private static final int MAX_SAMPLES = 16;

  private TiffFile() {}

  /**
   * Checks that the first directory and the strips or tiles that it names are complete.
   *
   * @param path the file's path, for messages
   * @throws DataException with the fault
   */
  static EncodedImage parse(String path, byte[] file) {
    byte[] first = file.clone();
    TiffDirectory directory =
        TiffDirectory.parse(first)
            .orElseThrow(
                () ->
                    EncodedImage.damaged(
                        path, 4, Text.format("a directory within %d bytes", file.length), "none"));
    if (directory.valueBytes() > file.length) {
      throw EncodedImage.damaged(
          path,
          4,
          Text.format("a directory with at most %d bytes", file.length),
          "" + directory.valueBytes());
    }
    directory
        .outside()
        .ifPresent(
            tag -> {
              throw EncodedImage.damaged(
                  path, 4, Text.format("all values within %d bytes", file.length), "tag " + tag);
            });
    for (int[] tags : OFFSETS_AND_LENGTHS) {
      requireInside(path, file.length, directory.values(tags[0]), directory.values(tags[1]));
    }
    long tile = directory.value(TILE_WIDTH, 1) * directory.value(TILE_LENGTH, 1);
    if (tile > ImageDecoder.MAX_PIXELS || directory.value(SAMPLES_PER_PIXEL, 1) > MAX_SAMPLES) {
      throw new DataException(
          Text.format(
              "%s: expected tiles of at most %d pixels of %d samples, found %d of %d",
              path,
              ImageDecoder.MAX_PIXELS,
              MAX_SAMPLES,
              tile,
              directory.value(SAMPLES_PER_PIXEL, 1)));
    }
    byte[] profile = directory.bytes(PROFILE);
    // The profile is applied later, so that a bad one does not cost the image.
    directory.remove(PROFILE);
    for (int tag : OTHER_DIRECTORIES) {
      directory.remove(tag);
    }
    directory.removeSuccessors();
    return new EncodedImage(
        first, directory.orientation(), profile, 0, EncodedImage.Ink.CMYK, List.of());
  }

  private static void requireInside(String path, int end, long[] offsets, long[] lengths) {
    if (offsets == null || lengths == null) {
      return;
    }
    for (int i = 0; i < Math.min(offsets.length, lengths.length); i++) {
      if (offsets[i] + lengths[i] > end) {
        throw new DataException(
            Text.format(
                "%s: expected an intact image, strip or tile %d within %d bytes, found offset %d"
                    + " and %d bytes",
                path, i, end, offsets[i], lengths[i]));
      }
    }
  }
}
