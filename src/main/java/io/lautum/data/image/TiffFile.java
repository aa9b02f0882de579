package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.List;
import java.util.Map;

/**
 * A TIFF file, reduced to the first image: the reader would also read all other directories and
 * whatever their entries point to.
 */
final class TiffFile {
  private static final int TILE_WIDTH = 322;
  private static final int TILE_LENGTH = 323;
  private static final int COMPRESSION = 259;
  private static final int PHOTOMETRIC = 262;
  private static final int SAMPLES_PER_PIXEL = 277;
  private static final int EXTRA_SAMPLES = 338;
  private static final int SAMPLE_FORMAT = 339;
  private static final int SIGNED = 2;
  private static final int PROFILE = 34675;
  private static final int[] OTHER_DIRECTORIES = {330, 34665, 34853};
  private static final int[][] OFFSETS_AND_LENGTHS = {{273, 279}, {324, 325}};
  private static final int MAX_SAMPLES = 16;

  /** Compressions of later programs, which the reader knows by number only. */
  private static final Map<Long, String> OTHER_COMPRESSIONS =
      Map.of(34712L, "JPEG 2000", 34925L, "LZMA", 50000L, "Zstandard", 50001L, "WebP");

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
    requireReadable(path, directory);
    // TIFF 6.0: an extra sample of kind 0, such as infrared light, has no specified meaning.
    boolean opaque = directory.value(EXTRA_SAMPLES, 1) == 0;
    byte[] profile = directory.bytes(PROFILE);
    // The profile is applied later, so that a bad one does not cost the image.
    directory.remove(PROFILE);
    for (int tag : OTHER_DIRECTORIES) {
      directory.remove(tag);
    }
    directory.removeSuccessors();
    return new EncodedImage(
        first,
        directory.orientation(),
        profile,
        0,
        EncodedImage.Ink.CMYK,
        warnings(directory),
        new PixelLayout(false, opaque, null));
  }

  /** The reader ignores bands after the colours and one more, as images of satellites have them. */
  private static List<String> warnings(TiffDirectory directory) {
    int colours =
        switch ((int) directory.value(PHOTOMETRIC, 0)) {
          case 0, 1, 3 -> 1;
          case 5 -> 4;
          default -> 3;
        };
    long samples = directory.value(SAMPLES_PER_PIXEL, 1);
    return samples <= colours + 1
        ? List.of()
        : List.of(Text.format("only %d of %d samples per pixel are used", colours, samples));
  }

  private static void requireReadable(String path, TiffDirectory directory) {
    String compression = OTHER_COMPRESSIONS.get(directory.value(COMPRESSION, 1));
    boolean signed = directory.value(SAMPLE_FORMAT, 1) == SIGNED;
    if (compression != null || signed) {
      throw new DataException(
          Text.format(
              "%s: expected unsigned samples and a compression such as LZW or deflate, found %s;"
                  + " convert the image",
              path, signed ? "signed samples" : "the compression " + compression));
    }
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
