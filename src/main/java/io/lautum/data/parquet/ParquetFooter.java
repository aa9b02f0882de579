package io.lautum.data.parquet;

import io.lautum.DataException;
import io.lautum.PrintableText;
import io.lautum.Text;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.parquet.format.FileMetaData;
import shaded.parquet.org.apache.thrift.TException;

/** Reads the footer of a Parquet file, which has its schema and the places of its columns. */
public final class ParquetFooter {
  /** The first and the last bytes of a Parquet file. */
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

  private static final int TAIL_BYTES = Integer.BYTES + MAGIC.length;

  /** Far above the footer of a file with thousands of row groups. */
  private static final int MOST_BYTES = 64 << 20;

  private ParquetFooter() {}

  /** Reads bytes of a file. */
  @FunctionalInterface
  public interface Source {
    /** Returns {@code count} bytes from the offset {@code at} on, which are in the file. */
    byte[] read(long at, int count) throws IOException;
  }

  /** Returns whether a file starts as Parquet files do. */
  public static boolean isMagic(byte[] head) {
    return Arrays.equals(MAGIC, Arrays.copyOf(head, MAGIC.length));
  }

  /** Returns the number of bytes in front of the first column. */
  public static int magicBytes() {
    return MAGIC.length;
  }

  /**
   * Reads the footer.
   *
   * @param path path of the file, for messages
   * @param length size of the file in bytes
   * @throws DataException if the file does not end with an intact footer
   */
  public static FileMetaData read(String path, long length, Source source) throws IOException {
    if (length < MAGIC.length + TAIL_BYTES) {
      throw invalid(path, 0, "a Parquet file", length + " bytes");
    }
    ByteBuffer tail =
        ByteBuffer.wrap(source.read(length - TAIL_BYTES, TAIL_BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    int declared = tail.getInt();
    long at = length - TAIL_BYTES - declared;
    if (!tail.equals(ByteBuffer.wrap(MAGIC))) {
      throw invalid(
          path,
          length - MAGIC.length,
          "PAR1, the end of a Parquet file",
          "something else; the file may be incomplete");
    }
    if (declared < 0 || at < MAGIC.length || declared > MOST_BYTES) {
      throw invalid(
          path, length - TAIL_BYTES, "the length of a footer within the file", "" + declared);
    }
    FileMetaData footer = new FileMetaData();
    try {
      footer.read(
          BoundedProtocol.of(new ByteArrayInputStream(source.read(at, declared)), declared));
    } catch (TException | RuntimeException e) {
      // Thrift throws runtime exceptions on some malformed structures.
      throw invalid(path, at, "an intact footer", PrintableText.quoted(e));
    }
    return footer;
  }

  private static DataException invalid(String path, long offset, String expected, String found) {
    return new DataException(
        Text.format("%s: offset %d: expected %s, found %s", path, offset, expected, found));
  }
}
