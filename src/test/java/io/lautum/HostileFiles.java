package io.lautum;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Small files that declare, or unpack to, far more than they have. */
final class HostileFiles {
  private static final int MIB = 1 << 20;

  private HostileFiles() {}

  /**
   * Returns data in the format of Deflate that unpacks to {@code start} and then zeros.
   *
   * @param zeros number of zeros in MiB
   */
  static byte[] deflated(byte[] start, int zeros) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(flushed(start));
    byte[] part = flushed(new byte[MIB]);
    for (int i = 0; i < zeros; i++) {
      bytes.write(part);
    }
    // An empty last block.
    bytes.write(new byte[] {3, 0});
    return bytes.toByteArray();
  }

  /** Returns blocks that end at a byte and refer to nothing before them. */
  private static byte[] flushed(byte[] content) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(content);
    byte[] target = new byte[content.length + 1024];
    int length = deflater.deflate(target, 0, target.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(target, length);
  }

  /** Writes a gzip file of {@code start} and zeros, whose checksum is wrong. */
  static void gzip(Path file, byte[] start, int zeros) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0});
      out.write(deflated(start, zeros));
      out.write(new byte[8]);
    }
  }

  /**
   * An entry of a zip archive.
   *
   * @param declared size of the content that the archive declares
   * @param data deflated content; null for that of the entry before, in the same place
   */
  record Entry(String name, long declared, byte[] data) {}

  /** Writes a zip archive in the 64-bit format, with checksums of 0. */
  static void zip(Path file, List<Entry> entries) throws IOException {
    List<byte[]> parts = new ArrayList<>();
    ByteArrayOutputStream directory = new ByteArrayOutputStream();
    long length = 0;
    long place = 0;
    long stored = 0;
    for (Entry entry : entries) {
      byte[] name = entry.name().getBytes(StandardCharsets.UTF_8);
      if (entry.data() != null) {
        place = length;
        stored = entry.data().length;
        byte[] header = header(0x04034b50, 30 + name.length + 20, name, entry, stored, -1);
        parts.add(header);
        parts.add(entry.data());
        length += header.length + stored;
      }
      directory.write(header(0x02014b50, 46 + name.length + 28, name, entry, stored, place));
    }
    ByteBuffer end = ByteBuffer.allocate(56 + 20 + 22).order(ByteOrder.LITTLE_ENDIAN);
    end.putInt(0x06064b50).putLong(44).putShort((short) 45).putShort((short) 45);
    end.putInt(0).putInt(0).putLong(entries.size()).putLong(entries.size());
    end.putLong(directory.size()).putLong(length);
    end.putInt(0x07064b50).putInt(0).putLong(length + directory.size()).putInt(1);
    end.putInt(0x06054b50).putInt(0).putShort((short) -1).putShort((short) -1);
    end.putInt(-1).putInt(-1).putShort((short) 0);
    try (OutputStream out = Files.newOutputStream(file)) {
      for (byte[] part : parts) {
        out.write(part);
      }
      directory.writeTo(out);
      out.write(end.array());
    }
  }

  private static byte[] header(
      int signature, int bytes, byte[] name, Entry entry, long stored, long place) {
    boolean local = place < 0;
    ByteBuffer header = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    header.putInt(signature);
    if (!local) {
      header.putShort((short) 45);
    }
    header.putShort((short) 45).putShort((short) 0).putShort((short) 8).putInt(0).putInt(0);
    header.putInt(-1).putInt(-1).putShort((short) name.length);
    header.putShort((short) (local ? 20 : 28));
    if (!local) {
      header.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0).putInt(-1);
    }
    header.put(name).putShort((short) 1).putShort((short) (local ? 16 : 24));
    header.putLong(entry.declared()).putLong(stored);
    if (!local) {
      header.putLong(place);
    }
    return header.array();
  }

  /** Returns a PNG file in RGB whose header is intact and whose pixels are a few zeros. */
  static byte[] png(int side) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    byte[] size = ByteBuffer.allocate(13).putInt(side).putInt(side).put(8, (byte) 8).array();
    size[9] = 2;
    chunk(bytes, "IHDR", size);
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.write(new byte[] {0x78, (byte) 0x9c});
    data.write(deflated(new byte[0], 2));
    data.write(new byte[4]);
    chunk(bytes, "IDAT", data.toByteArray());
    chunk(bytes, "IEND", new byte[0]);
    return bytes.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream bytes, String type, byte[] content)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    bytes.write(ByteBuffer.allocate(4).putInt(content.length).array());
    bytes.write(name);
    bytes.write(content);
    bytes.write(ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
  }

  /** Returns the start of a JPEG file of the largest size, with a scan that has no data. */
  static byte[] jpeg() {
    ByteBuffer bytes = ByteBuffer.allocate(200);
    bytes.putShort((short) 0xffd8).putShort((short) 0xffdb).putShort((short) 67).put((byte) 0);
    for (int i = 0; i < 64; i++) {
      bytes.put((byte) 1);
    }
    bytes.putShort((short) 0xffc2).putShort((short) 11).put((byte) 8);
    bytes.putShort((short) 65_500).putShort((short) 65_500).put(new byte[] {1, 1, 0x11, 0});
    bytes.putShort((short) 0xffda).putShort((short) 8).put(new byte[] {1, 1, 0, 0, 0, 0});
    return bytes.put(new byte[20]).putShort((short) 0xffd9).array();
  }

  /** Returns a TIFF file of 60,000 x 60,000 grey pixels whose only strip has a few bytes. */
  static byte[] tiff() {
    int[][] entries = {
      {256, 60_000},
      {257, 60_000},
      {258, 8},
      {259, 1},
      {262, 1},
      {273, 8},
      {277, 1},
      {278, 60_000},
      {279, 100}
    };
    ByteBuffer bytes = ByteBuffer.allocate(300);
    bytes.put(new byte[] {'M', 'M', 0, 42}).putInt(120).position(120);
    bytes.putShort((short) entries.length);
    for (int[] entry : entries) {
      bytes.putShort((short) entry[0]).putShort((short) 4).putInt(1).putInt(entry[1]);
    }
    return bytes.array();
  }

  /** Returns a WebP file without loss of 16,384 x 16,384 pixels that has a few bytes of data. */
  static byte[] webp() {
    ByteBuffer bytes = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(52);
    bytes.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(40);
    return bytes.put((byte) 0x2f).putInt(0x0fffffff).array();
  }

  /** Returns an array in numpy's format. */
  static byte[] npy(String type, String shape, byte[] data) {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }".formatted(type, shape);
    byte[] text = "%-117s\n".formatted(header).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer bytes = ByteBuffer.allocate(10 + text.length + data.length);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0, (byte) text.length, 0});
    return bytes.put(text).put(data).array();
  }

  /** Returns a pickle that calls {@code os.system} as soon as it is read by Python. */
  static byte[] pickle(String command) {
    ByteBuffer bytes = ByteBuffer.allocate(200);
    bytes.put(new byte[] {(byte) 0x80, 2}).put("cos\nsystem\nX".getBytes(StandardCharsets.UTF_8));
    byte[] text = command.getBytes(StandardCharsets.UTF_8);
    bytes.order(ByteOrder.LITTLE_ENDIAN).putInt(text.length).put(text);
    bytes.put(new byte[] {(byte) 0x85, 'R', '.'});
    return Arrays.copyOf(bytes.array(), bytes.position());
  }
}
