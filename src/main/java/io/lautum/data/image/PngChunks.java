package io.lautum.data.image;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;

/**
 * The chunks of a PNG file (ISO/IEC 15948, clause 5): length, type, content, checksum. Java's
 * decoder trusts the lengths and ignores the checksums.
 */
final class PngChunks {
  private static final int SIGNATURE_BYTES = 8;
  private static final int FRAME_BYTES = 12;
  private static final int TYPE_BYTES = 4;
  private static final byte[] END = {
    0, 0, 0, 0, 'I', 'E', 'N', 'D', (byte) 0xae, 0x42, 0x60, (byte) 0x82
  };

  private final String path;
  private final byte[] file;
  private final List<String> warnings = new ArrayList<>();
  private Orientation orientation = Orientation.UPRIGHT;
  private byte[] profile;
  private int significantBits;

  private PngChunks(String path, byte[] file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Checks that all chunks are complete. The end marker may be missing, and bytes may follow it.
   *
   * @param path the file's path, for messages
   * @throws DataException with the offset of the first chunk that is not intact
   */
  static EncodedImage parse(String path, byte[] file) {
    return new PngChunks(path, file).parse();
  }

  private EncodedImage parse() {
    CRC32 checksum = new CRC32();
    ByteBuffer in = ByteBuffer.wrap(file);
    int at = SIGNATURE_BYTES;
    boolean image = false;
    String type = "";
    while (!type.equals("IEND")) {
      int left = file.length - at - FRAME_BYTES;
      if (left < 0) {
        return withEnd(at, image);
      }
      int length = in.getInt(at);
      if (length < 0 || length > left) {
        throw damaged(at, Text.format("a chunk of 0 to %d bytes", left), "" + length);
      }
      int typeAt = at + Integer.BYTES;
      checksum.reset();
      checksum.update(file, typeAt, TYPE_BYTES + length);
      int stored = in.getInt(typeAt + TYPE_BYTES + length);
      if (stored != (int) checksum.getValue()) {
        throw damaged(
            at,
            Text.format("a chunk with CRC-32 %08x", stored),
            Text.format("%08x", checksum.getValue()));
      }
      type = new String(file, typeAt, TYPE_BYTES, StandardCharsets.ISO_8859_1);
      image |= type.equals("IDAT");
      metadata(type, typeAt + TYPE_BYTES, length);
      at += FRAME_BYTES + length;
    }
    if (at < file.length) {
      warnings.add(Text.format("%d bytes after the end of the image", file.length - at));
    }
    return encoded(file);
  }

  /** Completes a file that ends within or before its end marker. */
  private EncodedImage withEnd(int at, boolean image) {
    int found = file.length - at;
    if (!image || !Arrays.equals(file, at, file.length, END, 0, found)) {
      throw damaged(at, "a chunk", "the end of the file at " + file.length);
    }
    warnings.add("the end marker is missing");
    byte[] complete = Arrays.copyOf(file, at + END.length);
    System.arraycopy(END, 0, complete, at, END.length);
    return encoded(complete);
  }

  private EncodedImage encoded(byte[] bytes) {
    return new EncodedImage(
        bytes, orientation, profile, significantBits, EncodedImage.Ink.CMYK, warnings);
  }

  private void metadata(String type, int from, int length) {
    switch (type) {
      case "sBIT" -> significantBits = length == 0 ? 0 : file[from] & 0xff;
      case "eXIf" ->
          orientation = TiffDirectory.orientation(Arrays.copyOfRange(file, from, from + length));
      case "iCCP" -> profile = profile(from, length);
      default -> {
        // Other chunks do not affect the upright image, or the decoder reads them.
      }
    }
  }

  /** Unpacks name, zero, method and deflated profile, up to the size that profiles have. */
  private byte[] profile(int from, int length) {
    int name = from;
    while (name < from + length && file[name] != 0) {
      name++;
    }
    int start = name + 2;
    try (InflaterInputStream in =
        new InflaterInputStream(
            new ByteArrayInputStream(file, start, Math.max(0, from + length - start)))) {
      return in.readNBytes(ColourProfile.MAX_BYTES + 1);
    } catch (IOException e) {
      warnings.add(ColourProfile.unusable(e.getMessage()));
      return null;
    }
  }

  private DataException damaged(int offset, String expected, String found) {
    return EncodedImage.damaged(path, offset, expected, found);
  }
}
