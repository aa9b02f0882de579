package io.lautum.data.read.npz;

import io.lautum.DataException;
import io.lautum.Text;
import io.lautum.data.file.BinaryFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of one array in numpy's format (versions 1 to 3): eight bytes, the length of a Python
 * dictionary, and the dictionary with type, order and shape.
 *
 * @param type numpy's code without the byte order, such as {@code u1}
 * @param bigEndian whether the first byte of a number is its most significant one
 * @param fortran whether the first index varies fastest
 * @param shape sizes of the dimensions
 * @param bytes length of the header
 */
public record NpyHeader(String type, boolean bigEndian, boolean fortran, int[] shape, int bytes) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MOST_BYTES = 1 << 16;
  private static final int MOST_DIMENSIONS = 32;
  private static final String NUMBERS = "[biufc]\\d*";
  private static final Pattern TYPE =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*['\"]([<>|=]?)([a-zA-Z]\\d*)['\"]");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9L,\\s]{0,400})\\)");

  /**
   * Reads the header of an array whose length is known.
   *
   * @throws DataException if the file is no array of numbers, or its length is not that of the
   *     shape and type
   */
  public static NpyHeader read(BinaryFile file) throws IOException {
    byte[] start = new byte[MAGIC.length + 2];
    file.read(start, "the first bytes of an array");
    int version = start[MAGIC.length];
    if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)
        || version < 1
        || version > 3) {
      throw new DataException(
          Text.format(
              "%s: offset 0: expected an array in numpy's format, version 1 to 3, found other"
                  + " bytes",
              file.path()));
    }
    byte[] size = new byte[version == 1 ? 2 : 4];
    file.read(size, "the length of the header");
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << Byte.SIZE | size[i] & 0xff;
    }
    if (length > MOST_BYTES) {
      throw new DataException(
          Text.format(
              "%s: offset 8: expected a header of at most %d bytes, found %d",
              file.path(), MOST_BYTES, length));
    }
    byte[] text = new byte[(int) length];
    file.read(text, "the header");
    NpyHeader header =
        parse(
            file,
            new String(text, StandardCharsets.UTF_8),
            start.length + size.length + text.length);
    if (!header.type.matches(NUMBERS)) {
      throw new DataException(
          Text.format(
              "%s: expected an array of numbers, found type %s (%s); store numbers instead, for"
                  + " example the number of each class",
              file.path(),
              header.type,
              header.type.startsWith("O") ? "Python objects" : "texts or records"));
    }
    long expected = header.length(file);
    if (file.fileLength() != expected) {
      throw new DataException(
          Text.format(
              "%s: expected %d bytes for the shape %s of type %s, found %d; the file is damaged",
              file.path(),
              expected,
              Arrays.toString(header.shape),
              header.type,
              file.fileLength()));
    }
    return header;
  }

  private static NpyHeader parse(BinaryFile file, String text, int bytes) {
    Matcher type = TYPE.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (!type.find() || !order.find() || !shape.find()) {
      throw new DataException(
          Text.format(
              "%s: offset 10: expected type, order and shape of an array of numbers, found %s",
              file.path(), text.strip()));
    }
    String[] sizes = shape.group(1).replaceAll("[\\sL]", "").split(",");
    int[] dimensions = new int[sizes.length == 1 && sizes[0].isEmpty() ? 0 : sizes.length];
    for (int i = 0; i < dimensions.length; i++) {
      try {
        dimensions[i] = Integer.parseInt(sizes[i]);
      } catch (NumberFormatException e) {
        throw new DataException(
            Text.format(
                "%s: expected sizes of at most %d in the shape, found (%s)",
                file.path(), Integer.MAX_VALUE, shape.group(1).strip()),
            e);
      }
    }
    if (dimensions.length > MOST_DIMENSIONS) {
      throw new DataException(
          Text.format(
              "%s: expected at most %d dimensions, found %d",
              file.path(), MOST_DIMENSIONS, dimensions.length));
    }
    return new NpyHeader(
        type.group(2), type.group(1).equals(">"), order.group(1).equals("True"), dimensions, bytes);
  }

  private long length(BinaryFile file) {
    try {
      long values = 1;
      for (int size : shape) {
        values = Math.multiplyExact(values, (long) size);
      }
      return Math.addExact(bytes, Math.multiplyExact(values, (long) itemSize()));
    } catch (ArithmeticException e) {
      throw new DataException(
          Text.format(
              "%s: expected a shape that the file can hold, found %s",
              file.path(), Arrays.toString(shape)),
          e);
    }
  }

  /** Returns the number of bytes of a value, at least 1. */
  public int itemSize() {
    String digits = type.substring(1);
    return digits.isEmpty() || digits.length() > 4 ? 1 : Math.max(1, Integer.parseInt(digits));
  }

  /** Returns whether the values are whole numbers of at most eight bytes, or booleans. */
  boolean wholeNumbers() {
    return type.matches("[iu][1248]|b1");
  }

  /** Returns type, shape and order as a message shows them. */
  public String described() {
    return Text.format(
        "%s %s%s", type, Arrays.toString(shape), fortran ? " in Fortran's order" : "");
  }
}
