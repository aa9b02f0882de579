package io.lautum.data.image;

import io.lautum.data.read.ImageFixture;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/** Builds image files with parts that Java's writers do not write. */
public final class ImageFiles {
  private static final int PNG_HEADER_END = 33;
  private static final int JPEG_START = 2;

  private ImageFiles() {}

  /** Inserts a chunk after the header of a PNG file. */
  static byte[] withChunk(byte[] png, String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 checksum = new CRC32();
    checksum.update(name);
    checksum.update(content);
    byte[] chunk =
        ByteBuffer.allocate(12 + content.length)
            .putInt(content.length)
            .put(name)
            .put(content)
            .putInt((int) checksum.getValue())
            .array();
    return inserted(png, PNG_HEADER_END, chunk);
  }

  /** Inserts a segment at the start of a JPEG file. */
  public static byte[] withSegment(byte[] jpeg, int marker, byte[] content) {
    byte[] segment =
        ByteBuffer.allocate(4 + content.length)
            .put((byte) 0xff)
            .put((byte) marker)
            .putShort((short) (2 + content.length))
            .put(content)
            .array();
    return inserted(jpeg, JPEG_START, segment);
  }

  static byte[] inserted(byte[] file, int at, byte[] part) {
    return concatenated(Arrays.copyOf(file, at), part, Arrays.copyOfRange(file, at, file.length));
  }

  public static byte[] concatenated(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Returns EXIF data with only an orientation. */
  public static byte[] exif(int orientation, ByteOrder order) {
    return ByteBuffer.allocate(26)
        .order(order)
        .put(ascii(order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM"))
        .putShort((short) 42)
        .putInt(8)
        .putShort((short) 1)
        .putShort((short) TiffDirectory.ORIENTATION)
        .putShort((short) 3)
        .putInt(1)
        .putShort((short) orientation)
        .array();
  }

  /** Returns an opaque RGB image of noise-free gradients. */
  static BufferedImage gradient(int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, 255 * x / width << 16 | 255 * y / height << 8 | 128);
      }
    }
    return image;
  }

  static byte[] jpeg(int width, int height) {
    return ImageFixture.encode(gradient(width, height), "jpeg");
  }

  /** Writes an image progressively (JPEG) or interlaced (PNG). */
  public static byte[] progressive(BufferedImage image, String format) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
    return written(writer, new IIOImage(image, null, null), parameters);
  }

  /** Writes samples of any number of bands as JPEG without a colour space. */
  public static byte[] jpeg(Raster raster) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    return written(writer, new IIOImage(raster, null, null), null);
  }

  /** Writes a TIFF file with a compression. */
  static byte[] tiff(BufferedImage image, String compression) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("tiff").next();
    ImageWriteParam parameters = writer.getDefaultWriteParam();
    parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    parameters.setCompressionType(compression);
    return written(writer, new IIOImage(image, null, null), parameters);
  }

  private static byte[] written(ImageWriter writer, IIOImage image, ImageWriteParam parameters) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
      writer.setOutput(out);
      writer.write(null, image, parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      writer.dispose();
    }
    return file.toByteArray();
  }
}
