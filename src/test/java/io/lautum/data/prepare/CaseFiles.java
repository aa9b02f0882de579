package io.lautum.data.prepare;

import io.lautum.data.read.ImageFixture;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/** Makes the files of one dataset below a folder: circles, squares and bars on a dark ground. */
final class CaseFiles {
  static final int TRAIN = 4;
  static final int TEST = 2;
  static final List<String> CLASSES = List.of("bar", "circle", "square");

  private final Path root;

  CaseFiles(Path root) {
    this.root = root;
  }

  Path root() {
    return root;
  }

  /** Writes 4 training and 2 test images of each class as {@code <class>/<number>.<suffix>}. */
  CaseFiles dataset(String train, String test, String suffix) {
    for (String name : CLASSES) {
      for (int i = 0; i < TRAIN; i++) {
        write(train + "/" + name + "/" + i + "." + suffix, encoded(suffix, i));
      }
      for (int i = 0; i < TEST && test != null; i++) {
        write(test + "/" + name + "/" + i + "." + suffix, encoded(suffix, 50 + i));
      }
    }
    return this;
  }

  CaseFiles dataset() {
    return dataset("train", "test", "png");
  }

  /** Writes a PNG file under each path. */
  CaseFiles images(String... paths) {
    for (String path : paths) {
      write(path, encoded("png", path.length()));
    }
    return this;
  }

  CaseFiles text(String path, String content) {
    return write(path, content.getBytes(StandardCharsets.UTF_8));
  }

  CaseFiles write(String path, byte[] content) {
    Path file = root.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  byte[] read(String path) {
    try {
      return Files.readAllBytes(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  CaseFiles folder(String path) {
    try {
      Files.createDirectories(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  CaseFiles delete(String path) {
    try {
      Files.delete(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  CaseFiles move(String from, String to) {
    try {
      Files.createDirectories(root.resolve(to).getParent());
      Files.move(root.resolve(from), root.resolve(to));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  CaseFiles link(String path, Path target) {
    try {
      Files.createSymbolicLink(root.resolve(path), target);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Writes four IDX files of 28x28; the names contain {@code %s} for set and kind. */
  CaseFiles idx(String names, String test, int classes, int first, boolean gzip) {
    for (String set : List.of("train", test)) {
      int count = classes * (set.equals("train") ? TRAIN : TEST);
      ByteBuffer images = ByteBuffer.allocate(16 + count * 784);
      images.putInt(0x803).putInt(count).putInt(28).putInt(28);
      ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
      for (int i = 0; i < count; i++) {
        labels.put((byte) (first + i % classes));
        images.put(16 + 784 * i + i % 784, (byte) 200);
      }
      byte[][] contents = {images.array(), labels.array()};
      for (int kind = 0; kind < 2; kind++) {
        String name = names.formatted(set, kind == 0 ? "images-idx3" : "labels-idx1");
        write(name, gzip ? gzipped(contents[kind]) : contents[kind]);
      }
    }
    return this;
  }

  static byte[] gzipped(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** Returns records of CIFAR: {@code bytes} bytes of labels, the last one counting up. */
  static byte[] records(int count, int classes, int bytes) {
    byte[] records = new byte[count * (bytes + 3072)];
    for (int i = 0; i < count; i++) {
      int start = i * (bytes + 3072);
      records[start] = (byte) (bytes == 2 ? i % classes / 5 : i % classes);
      records[start + bytes - 1] = (byte) (i % classes);
      Arrays.fill(records, start + bytes, start + bytes + 3072, (byte) i);
    }
    return records;
  }

  static byte[] encoded(String suffix, int seed) {
    String format =
        switch (suffix.toLowerCase(Locale.ROOT)) {
          case "jpg", "jpe" -> "jpeg";
          case "tif" -> "tiff";
          default -> suffix;
        };
    return ImageFixture.encode(picture(BufferedImage.TYPE_3BYTE_BGR, 12, 12, seed), format);
  }

  static byte[] png(int type, int width, int height, int seed) {
    return ImageFixture.encode(picture(type, width, height, seed), "png");
  }

  static BufferedImage picture(int type, int width, int height, int seed) {
    BufferedImage image = new BufferedImage(width, height, type);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(20 + seed, 40, 60));
    graphics.fillRect(0, 0, width, height);
    graphics.setColor(new Color(250, 200 - seed, 90));
    graphics.fillOval(seed % 5, seed % 3, width / 2, height / 2);
    graphics.dispose();
    return image;
  }
}
