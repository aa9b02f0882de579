package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks of a GIF file (GIF89a) up to the end of its first image. Java's decoder leaves the
 * rows black whose codes are missing, so they are counted here. The file after the first image is
 * not examined.
 */
final class GifBlocks {
  private static final int HEADER_BYTES = 13;
  private static final int DESCRIPTOR_BYTES = 9;
  private static final int MAX_CODE_BITS = 12;
  private static final int INTERLACED = 0x40;

  /**
   * First row and distance of the rows of each pass of an interlaced image (GIF89a, appendix E).
   */
  private static final int[] PASS_START = {0, 4, 2, 1};

  private static final int[] PASS_STEP = {8, 8, 4, 2};

  private final String path;
  private final byte[] file;
  private int at = HEADER_BYTES;
  private int blockLeft;
  private int held;
  private int heldBits;
  private int flagsAt;

  private GifBlocks(String path, byte[] file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Checks that the codes of the first image fill its rows.
   *
   * @param path the file's path, for messages
   * @throws DataException with the offset of the fault
   */
  static EncodedImage parse(String path, byte[] file) {
    GifBlocks blocks = new GifBlocks(path, file);
    try {
      blocks.checkFirstImage();
      return blocks.encoded();
    } catch (ArrayIndexOutOfBoundsException e) {
      throw blocks.damaged("a complete image", "the end of the file at " + file.length);
    }
  }

  private void checkFirstImage() {
    at += palette(file[10]);
    while (file[at] == '!') {
      at += 2;
      skipSubBlocks();
    }
    if (file[at] != ',') {
      throw damaged("an image", Text.format("block type 0x%02x", file[at] & 0xff));
    }
    long pixels = (long) number(at + 5) * number(at + 7);
    at += 1 + DESCRIPTOR_BYTES;
    flagsAt = at - 1;
    at += palette(file[flagsAt]);
    long coded = codedPixels(pixels);
    if (coded < pixels) {
      throw damaged(Text.format("the codes of %d pixels", pixels), "those of " + coded);
    }
  }

  /**
   * Declares an interlaced image as one that is not, because Java's reader loses rows of images of
   * two to four rows: it reads a row for each pass, also for a pass that has none.
   */
  private EncodedImage encoded() {
    boolean interlaced = (file[flagsAt] & INTERLACED) != 0;
    byte[] copy = file;
    if (interlaced) {
      copy = file.clone();
      copy[flagsAt] &= ~INTERLACED;
    }
    int descriptor = flagsAt - DESCRIPTOR_BYTES + 1;
    PixelLayout.Canvas screen =
        PixelLayout.Canvas.of(
            number(8),
            number(6),
            number(descriptor + 2),
            number(descriptor),
            number(descriptor + 6),
            number(descriptor + 4));
    return new EncodedImage(
        copy,
        Orientation.UPRIGHT,
        null,
        0,
        EncodedImage.Ink.CMYK,
        List.of(),
        new PixelLayout(interlaced, false, screen));
  }

  /** Moves the rows of an interlaced image from the order of the four passes to their places. */
  static void sortRows(BufferedImage image) {
    Raster stored = image.getData();
    WritableRaster sorted = image.getRaster();
    int next = 0;
    Object row = null;
    for (int pass = 0; pass < PASS_START.length; pass++) {
      for (int y = PASS_START[pass]; y < image.getHeight(); y += PASS_STEP[pass]) {
        row = stored.getDataElements(0, next++, image.getWidth(), 1, row);
        sorted.setDataElements(0, y, image.getWidth(), 1, row);
      }
    }
  }

  private static int palette(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 << (flags & 7) + 1;
  }

  private int number(int offset) {
    return file[offset] & 0xff | (file[offset + 1] & 0xff) << 8;
  }

  private void skipSubBlocks() {
    int length;
    do {
      length = file[at] & 0xff;
      at += 1 + length;
    } while (length > 0);
  }

  /**
   * Returns the number of pixels that the variable-length codes stand for, at most {@code wanted}.
   * Only the length of each string of the code table is kept.
   */
  private long codedPixels(long wanted) {
    int minimum = file[at++] & 0xff;
    if (minimum < 1 || minimum > 8) {
      throw damaged("codes of 1 to 8 bits", "" + minimum);
    }
    int clear = 1 << minimum;
    int[] lengths = new int[1 << MAX_CODE_BITS];
    Arrays.fill(lengths, 0, clear, 1);
    int next = clear + 2;
    int width = minimum + 1;
    int previous = -1;
    long pixels = 0;
    while (pixels < wanted) {
      int code = code(width);
      if (code == clear) {
        next = clear + 2;
        width = minimum + 1;
        previous = -1;
      } else if (code < 0 || code == clear + 1 || code > next || code == next && previous < 0) {
        return pixels;
      } else {
        if (previous >= 0 && next < lengths.length) {
          lengths[next++] = lengths[previous] + 1;
          if (next == 1 << width && width < MAX_CODE_BITS) {
            width++;
          }
        }
        pixels += lengths[code];
        previous = code;
      }
    }
    return wanted;
  }

  /** Returns the next code; negative after the last block. */
  private int code(int width) {
    while (heldBits < width) {
      if (blockLeft == 0) {
        blockLeft = at < file.length ? file[at++] & 0xff : 0;
      }
      if (blockLeft == 0 || at >= file.length) {
        return -1;
      }
      held |= (file[at++] & 0xff) << heldBits;
      heldBits += Byte.SIZE;
      blockLeft--;
    }
    int code = held & (1 << width) - 1;
    held >>>= width;
    heldBits -= width;
    return code;
  }

  private DataException damaged(String expected, String found) {
    return EncodedImage.damaged(path, Math.min(at, file.length), expected, found);
  }
}
