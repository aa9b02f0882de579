package io.lautum.fuzz;

import io.lautum.TarFixture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** Small valid files in formats of other programs. */
final class FuzzSeeds {
  static final int SIDE = 6;
  private static final int CIFAR_PIXELS = 3072;

  private FuzzSeeds() {}

  /** Wraps a stream in a compressing one. */
  @FunctionalInterface
  interface Compression {
    OutputStream over(OutputStream out) throws IOException;

    Compression NONE = out -> out;
    Compression GZIP = GZIPOutputStream::new;
    Compression XZ = XZCompressorOutputStream::new;
  }

  static byte[] compressed(byte[] content, Compression compression) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = compression.over(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns ten images of 6 x 6. */
  static byte[] idxImages() {
    ByteBuffer idx = ByteBuffer.allocate(16 + 10 * SIDE * SIDE);
    idx.putInt(0x803).putInt(10).putInt(SIDE).putInt(SIDE);
    return noise(idx);
  }

  /** Returns the labels 0 to 9. */
  static byte[] idxLabels() {
    ByteBuffer idx = ByteBuffer.allocate(8 + 10);
    idx.putInt(0x801).putInt(10);
    for (int label = 0; label < 10; label++) {
      idx.put((byte) label);
    }
    return idx.array();
  }

  /** Returns one record of each of ten classes. */
  static byte[] cifar10() {
    ByteBuffer records = ByteBuffer.allocate(10 * (1 + CIFAR_PIXELS));
    for (int label = 0; label < 10; label++) {
      records.put((byte) label).position((label + 1) * (1 + CIFAR_PIXELS));
    }
    return records.array();
  }

  /** Returns one record of each of a hundred classes. */
  static byte[] cifar100() {
    ByteBuffer records = ByteBuffer.allocate(100 * (2 + CIFAR_PIXELS));
    for (int label = 0; label < 100; label++) {
      records.put((byte) (label / 5)).put((byte) label);
      records.position((label + 1) * (2 + CIFAR_PIXELS));
    }
    return records.array();
  }

  /** Returns an image of 6 x 6. */
  static byte[] image(String format, int type) {
    BufferedImage image = new BufferedImage(SIDE, SIDE, type);
    SplittableRandom random = new SplittableRandom(type);
    for (int i = 0; i < SIDE * SIDE; i++) {
      image.setRGB(i % SIDE, i / SIDE, random.nextInt());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(image, format, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] grey() {
    return image("png", BufferedImage.TYPE_BYTE_GRAY);
  }

  /** Returns a tar archive of a dataset of two classes. */
  static byte[] tar() {
    TarFixture tar = new TarFixture();
    tar.archive().setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    try {
      for (String name :
          List.of("train/a/0.png", "train/b/1.png", "test/a/2.png", "notes/" + "n".repeat(120))) {
        tar.add("set/" + name, grey());
      }
      return tar.finished();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] text(String text) {
    return text.strip().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] noise(ByteBuffer buffer) {
    byte[] rest = new byte[buffer.remaining()];
    new SplittableRandom(1).nextBytes(rest);
    buffer.put(rest);
    return buffer.array();
  }
}
