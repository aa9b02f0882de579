package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The header of a JPEG frame (ITU-T T.81, B.2.2).
 *
 * @param progressive whether scans refine the image
 * @param components identifiers of the components
 */
record JpegFrame(boolean progressive, int height, int width, List<Integer> components) {
  private static final int BASELINE = 0xc0;
  private static final int PROGRESSIVE = 0xc2;
  private static final int HEADER_BYTES = 6;
  private static final int COMPONENT_BYTES = 3;

  /** Cameras of 200 megapixels exist. Only the rows that are kept take memory. */
  private static final long MAX_PIXELS = 1 << 28;

  /**
   * With several scans the decoder keeps two bytes per sample of the whole image: 400 MiB outside
   * of the heap for three components that are not subsampled.
   */
  private static final long MAX_PIXELS_OF_SCANS = 1 << 26;

  /** Returns whether a marker starts a frame: C0 to CF without the tables C4, C8 and CC. */
  static boolean isFrame(int marker) {
    return marker >= BASELINE && marker <= 0xcf && marker % 4 != 0 || marker == BASELINE;
  }

  /**
   * Reads the header from {@code file[from, to)}.
   *
   * @throws DataException if the process is not one that the decoder knows
   */
  static JpegFrame parse(String path, int marker, byte[] file, int from, int to) {
    // Between baseline and progressive is the extended process. All three have Huffman codes.
    if (marker > PROGRESSIVE) {
      throw new DataException(
          Text.format(
              "%s: expected a baseline, extended or progressive JPEG image with Huffman codes,"
                  + " found process SOF%d",
              path, marker - BASELINE));
    }
    int count = to - from < HEADER_BYTES ? 0 : file[from + 5] & 0xff;
    if (count == 0 || to - from != HEADER_BYTES + COMPONENT_BYTES * count) {
      throw EncodedImage.damaged(
          path, from, "a frame with components", Text.format("%d bytes", to - from));
    }
    if (file[from] != Byte.SIZE) {
      throw new DataException(
          Text.format("%s: expected a JPEG image of 8 bits, found %d", path, file[from]));
    }
    if (count == 2 || count > 4) {
      throw new DataException(
          Text.format("%s: expected a JPEG image of 1, 3 or 4 components, found %d", path, count));
    }
    int height = (file[from + 1] & 0xff) << 8 | file[from + 2] & 0xff;
    int width = (file[from + 3] & 0xff) << 8 | file[from + 4] & 0xff;
    if (height == 0 || width == 0) {
      throw EncodedImage.damaged(
          path, from, "a frame with rows and columns", Text.format("%d and %d", height, width));
    }
    List<Integer> components =
        IntStream.range(0, count)
            .mapToObj(i -> file[from + HEADER_BYTES + COMPONENT_BYTES * i] & 0xff)
            .toList();
    return new JpegFrame(marker == PROGRESSIVE, height, width, components);
  }

  /**
   * Returns the largest width times height that is decoded, which bounds memory and time.
   *
   * @param mostScans largest number of scans of an image of {@link ImageDecoder#MAX_PIXELS}
   */
  long maxPixels(int scans, int mostScans) {
    return scans == 1 && !progressive
        ? MAX_PIXELS
        : Math.min(MAX_PIXELS_OF_SCANS, ImageDecoder.MAX_PIXELS * mostScans / scans);
  }

  int channels() {
    return components.size();
  }

  /** Returns whether the components are named R, G and B, which stands for colours as they are. */
  boolean isNamedRgb() {
    return components.equals(Arrays.asList((int) 'R', (int) 'G', (int) 'B'));
  }
}
