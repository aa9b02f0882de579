package io.lautum.training.checkpoint;

import io.lautum.DataException;
import io.lautum.Text;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Reads the parts of a state. Because a checksum detects damage but not manipulation, no array is
 * allocated that is longer than the remaining file.
 */
public final class CheckpointInput {
  private final Path path;
  private final DataInputStream in;

  /** Position after the state. */
  private final long end;

  private long position;

  /**
   * @param path file, for messages
   * @param in stream at the start of the file
   * @param end position of the checksum
   */
  public CheckpointInput(Path path, DataInputStream in, long end) {
    this.path = path;
    this.in = in;
    this.end = end;
  }

  /** Returns the file that is read. */
  public Path path() {
    return path;
  }

  /** Reads a number. */
  public int readInt() throws IOException {
    int value = in.readInt();
    position += Integer.BYTES;
    return value;
  }

  /** Reads a number. */
  public double readDouble() throws IOException {
    double value = in.readDouble();
    position += Double.BYTES;
    return value;
  }

  /**
   * Reads text.
   *
   * @throws DataException if it is longer than the file
   */
  public String readText() throws IOException {
    int length = in.readUnsignedShort();
    position += Short.BYTES;
    long most = end - position;
    require(length <= most, Text.format("a name of at most %d bytes", most), length);
    byte[] text = new byte[length];
    in.readFully(text);
    position += length;
    return new String(text, StandardCharsets.UTF_8);
  }

  /**
   * Reads numbers.
   *
   * @throws DataException if there are more than the file can have
   */
  public float[] readFloats() throws IOException {
    float[] values = new float[readCount("floats", Float.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    position += (long) values.length * Float.BYTES;
    return values;
  }

  /**
   * Reads numbers.
   *
   * @throws DataException if there are more than the file can have
   */
  public long[] readLongs() throws IOException {
    long[] values = new long[readCount("longs", Long.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readLong();
    }
    position += (long) values.length * Long.BYTES;
    return values;
  }

  /**
   * Reads vectors of floats by name.
   *
   * @throws DataException if there are more or longer ones than the file can have
   */
  public SortedMap<String, float[]> readFloatVectors() throws IOException {
    SortedMap<String, float[]> vectors = new TreeMap<>();
    for (int left = readCount("vectors", Short.BYTES + Integer.BYTES); left > 0; left--) {
      String name = readText();
      vectors.put(name, readFloats());
    }
    return vectors;
  }

  /**
   * Reads vectors of doubles by name.
   *
   * @throws DataException if there are more or longer ones than the file can have
   */
  public SortedMap<String, double[]> readVectors() throws IOException {
    SortedMap<String, double[]> vectors = new TreeMap<>();
    for (int left = readCount("vectors", Short.BYTES + Integer.BYTES); left > 0; left--) {
      String name = readText();
      vectors.put(name, readDoubles());
    }
    return vectors;
  }

  private double[] readDoubles() throws IOException {
    double[] values = new double[readCount("doubles", Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    position += (long) values.length * Double.BYTES;
    return values;
  }

  /**
   * Reads the number of parts that follow.
   *
   * @param what name of the parts, for messages
   * @param bytes smallest size of a part
   * @throws DataException if the file is too short for them
   */
  public int readCount(String what, int bytes) throws IOException {
    int count = readInt();
    long most = Math.max(0, (end - position) / bytes);
    require(count >= 0 && count <= most, Text.format("0 to %d %s", most, what), count);
    return count;
  }

  /**
   * Checks that nothing follows.
   *
   * @throws DataException if the state does not end here
   */
  public void requireEnd() {
    require(position == end, "the end of the state at offset " + end, position);
  }

  /**
   * Checks what was read.
   *
   * @param expected what is allowed; the message continues "found …"
   * @throws DataException if {@code holds} is false
   */
  public void require(boolean holds, String expected, long found) {
    if (!holds) {
      throw new DataException(
          Text.format("%s: offset %d: expected %s, found %d", path, position, expected, found));
    }
  }
}
