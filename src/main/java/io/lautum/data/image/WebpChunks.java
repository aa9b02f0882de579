package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The chunks of a WebP file (RFC 9649). The sizes of the first frame's bitstream and of the canvas
 * are compared, because the decoder trusts both.
 */
final class WebpChunks {
  private static final int RIFF_BYTES = 12;
  private static final int CHUNK_BYTES = 8;
  private static final int FRAME_BYTES = 16;
  private static final int FLAGS_AT = 20;
  private static final int ANIMATED = 2;
  private static final int WITH_PROFILE = 0x20;

  private final String path;
  private final byte[] file;
  private final ByteBuffer in;
  private Orientation orientation = Orientation.UPRIGHT;
  private byte[] profile;
  private boolean image;
  private PixelLayout.Canvas canvas;

  private WebpChunks(String path, byte[] file) {
    this.path = path;
    this.file = file.clone();
    in = ByteBuffer.wrap(this.file).order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * Checks that all chunks are complete.
   *
   * @param path the file's path, for messages
   * @throws DataException with the offset of the fault
   */
  static EncodedImage parse(String path, byte[] file) {
    return new WebpChunks(path, file).parse();
  }

  private EncodedImage parse() {
    long end = CHUNK_BYTES + Integer.toUnsignedLong(in.getInt(4));
    if (end > file.length || end < RIFF_BYTES + CHUNK_BYTES) {
      throw damaged(4, Text.format("a container of %d bytes", file.length), "" + end);
    }
    String first = name(RIFF_BYTES);
    if (first.equals("VP8X")) {
      require(RIFF_BYTES, end, 10);
      boolean animated = (file[FLAGS_AT] & ANIMATED) != 0;
      // The profile is applied here, so that a bad one does not cost the image.
      file[FLAGS_AT] &= ~WITH_PROFILE;
      chunks((int) end, animated);
    } else {
      bitstream(RIFF_BYTES, end, -1, -1);
    }
    if (!image) {
      throw damaged((int) end, "an image", "the end of the container");
    }
    List<String> warnings = new ArrayList<>();
    if (end < file.length) {
      warnings.add(Text.format("%d bytes after the end of the image", file.length - end));
    }
    return new EncodedImage(
        file,
        orientation,
        profile,
        0,
        EncodedImage.Ink.CMYK,
        warnings,
        new PixelLayout(false, false, canvas));
  }

  private void chunks(int end, boolean animated) {
    int width = number(24);
    int height = number(27);
    for (int at = RIFF_BYTES; at + CHUNK_BYTES <= end; ) {
      int length = require(at, end, 0);
      int from = at + CHUNK_BYTES;
      switch (name(at)) {
        case "ICCP" -> profile = Arrays.copyOfRange(file, from, from + length);
        case "EXIF" -> orientation = orientation(from, length);
        case "ANMF" -> {
          if (animated && !image) {
            frame(from, require(at, end, FRAME_BYTES), height, width);
          }
        }
        case "VP8 ", "VP8L" -> {
          if (!animated) {
            bitstream(at, end, width, height);
          }
        }
        default -> {
          // Alpha belongs to the bitstream, and other chunks do not affect pixels.
        }
      }
      at = from + length + (length & 1);
    }
  }

  /** Positions of frames are stored in units of two pixels. */
  private void frame(int from, int length, int height, int width) {
    int end = from + length;
    int left = 2 * (number(from) - 1);
    int top = 2 * (number(from + 3) - 1);
    canvas = PixelLayout.Canvas.of(height, width, top, left, number(from + 9), number(from + 6));
    for (int at = from + FRAME_BYTES; at + CHUNK_BYTES <= end; ) {
      int chunk = require(at, end, 0);
      if (name(at).startsWith("VP8")) {
        bitstream(at, end, number(from + 6), number(from + 9));
      }
      at += CHUNK_BYTES + chunk + (chunk & 1);
    }
  }

  /** Some writers put the name of JPEG's segment before the data. */
  private Orientation orientation(int from, int length) {
    int skipped = length > 6 && file[from] == 'E' ? 6 : 0;
    return TiffDirectory.orientation(Arrays.copyOfRange(file, from + skipped, from + length));
  }

  /** Checks the size in a bitstream's header; a negative width stands for any size. */
  private void bitstream(int at, long end, int width, int height) {
    int from = at + CHUNK_BYTES;
    int found;
    int rows;
    if (name(at).equals("VP8 ")) {
      require(at, end, 10);
      found = in.getShort(from + 6) & 0x3fff;
      rows = in.getShort(from + 8) & 0x3fff;
    } else if (name(at).equals("VP8L")) {
      require(at, end, 5);
      found = 1 + (in.getInt(from + 1) & 0x3fff);
      rows = 1 + (in.getInt(from + 1) >>> 14 & 0x3fff);
    } else {
      throw damaged(at, "a chunk VP8, VP8L or VP8X", name(at));
    }
    if (image || width >= 0 && (found != width || rows != height)) {
      throw damaged(
          at,
          Text.format("one image of height %d and width %d", height, width),
          Text.format("%d and %d", rows, found));
    }
    image = true;
  }

  /**
   * Returns a chunk's length, which must be at least {@code minimum} and end before {@code end}.
   */
  private int require(int at, long end, int minimum) {
    long length = Integer.toUnsignedLong(in.getInt(at + 4));
    if (length < minimum || at + CHUNK_BYTES + length > end) {
      throw damaged(
          at,
          Text.format("a chunk of %d to %d bytes", minimum, end - at - CHUNK_BYTES),
          "" + length);
    }
    return (int) length;
  }

  /** Returns one plus a number of three bytes. */
  private int number(int at) {
    return 1 + (in.getShort(at) & 0xffff | (file[at + 2] & 0xff) << 16);
  }

  private String name(int at) {
    return new String(file, at, 4, StandardCharsets.ISO_8859_1);
  }

  private DataException damaged(int offset, String expected, String found) {
    return EncodedImage.damaged(path, offset, expected, found);
  }
}
