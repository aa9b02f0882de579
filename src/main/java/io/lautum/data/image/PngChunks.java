package io.lautum.data.image;

import io.lautum.DataException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file (ISO/IEC 15948, clause 5): length, type, content, checksum. Java's
 * decoder trusts the lengths and ignores the checksums.
 */
final class PngChunks {
  private static final int SIGNATURE_BYTES = 8;
  private static final int FRAME_BYTES = 12;
  private static final int TYPE_BYTES = 4;

  private PngChunks() {}

  /**
   * Checks that all chunks are complete and that the last one marks the end of the image.
   *
   * @param path the file's path, for messages
   * @throws DataException with the offset of the first chunk that is not intact
   */
  static void check(String path, byte[] file) {
    CRC32 checksum = new CRC32();
    ByteBuffer in = ByteBuffer.wrap(file);
    int at = SIGNATURE_BYTES;
    String type = "";
    while (!type.equals("IEND")) {
      int left = file.length - at - FRAME_BYTES;
      if (left < 0) {
        throw invalid(path, at, "a chunk", "the end of the file at " + file.length);
      }
      int length = in.getInt(at);
      if (length < 0 || length > left) {
        throw invalid(path, at, "a chunk of 0 to %d bytes".formatted(left), "" + length);
      }
      int typeAt = at + Integer.BYTES;
      checksum.reset();
      checksum.update(file, typeAt, TYPE_BYTES + length);
      int stored = in.getInt(typeAt + TYPE_BYTES + length);
      if (stored != (int) checksum.getValue()) {
        throw invalid(
            path,
            at,
            "a chunk with CRC-32 %08x".formatted(stored),
            "%08x".formatted(checksum.getValue()));
      }
      type = new String(file, typeAt, TYPE_BYTES, StandardCharsets.ISO_8859_1);
      at += FRAME_BYTES + length;
    }
  }

  private static DataException invalid(String path, int offset, String expected, String found) {
    return new DataException(
        "%s: offset %d: expected an intact image, %s, found %s"
            .formatted(path, offset, expected, found));
  }
}
