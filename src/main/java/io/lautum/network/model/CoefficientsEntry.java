package io.lautum.network.model;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Reads weights in ND4J's format of a row vector: a buffer of 8 numbers that describe its shape,
 * and a buffer of the values, each preceded by its kind of memory, its length and its type. ND4J's
 * own reader is not used, because it allocates arrays of any size that the file declares.
 */
final class CoefficientsEntry {
  private static final int SHAPE_NUMBERS = 8;
  private static final int RANK = 2;

  private CoefficientsEntry() {}

  /**
   * Returns the weights.
   *
   * @param where file and entry, for messages
   * @param expected number of weights of the network
   * @throws DataException if {@code content} is not exactly this number of weights of type FLOAT
   */
  static float[] read(byte[] content, String where, long expected) {
    try {
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
      long[] shape = shape(in, where);
      in.readUTF();
      long length = in.readLong();
      String type = in.readUTF();
      if (!type.equals("FLOAT")) {
        throw new DataException(
            Text.format("%s: expected weights of type FLOAT, found %s", where, type));
      }
      boolean row = shape[0] == RANK && shape[1] == 1 && shape[2] == expected;
      long bytes = expected * Float.BYTES;
      if (!row || length != expected || in.available() != bytes) {
        throw new DataException(
            Text.format(
                "%s: offset %d: expected 1x%d weights in %d bytes, found %d of shape %dx%d in %d"
                    + " bytes",
                where,
                content.length - in.available(),
                expected,
                bytes,
                length,
                shape[1],
                shape[2],
                in.available()));
      }
      float[] weights = new float[(int) expected];
      ByteBuffer.wrap(content, content.length - (int) bytes, (int) bytes)
          .asFloatBuffer()
          .get(weights);
      return weights;
    } catch (EOFException e) {
      throw new DataException(
          Text.format(
              "%s: expected a row vector of ND4J, found the end of the entry after %d bytes",
              where, content.length),
          e);
    } catch (IOException e) {
      throw new DataException(
          Text.format("%s: expected a row vector of ND4J: %s", where, e.getMessage()), e);
    }
  }

  private static long[] shape(DataInputStream in, String where) throws IOException {
    in.readUTF();
    long length = in.readLong();
    String type = in.readUTF();
    if (length != SHAPE_NUMBERS || !type.equals("LONG")) {
      throw new DataException(
          Text.format(
              "%s: expected the shape of a row vector, %d numbers of type LONG, found %d of %s",
              where, SHAPE_NUMBERS, length, type));
    }
    long[] shape = new long[SHAPE_NUMBERS];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = in.readLong();
    }
    return shape;
  }
}
