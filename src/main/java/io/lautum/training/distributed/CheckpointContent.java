package io.lautum.training.distributed;

import io.lautum.DataException;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;

/**
 * Reads the state in a checkpoint. Because a checksum detects damage but not manipulation, no array
 * is allocated that is longer than the remaining file.
 */
final class CheckpointContent {
  private final Path path;
  private final DataInputStream in;

  /** Position after the state. */
  private final long end;

  private long position;

  /**
   * @param in stream at the start of the file
   * @param end position of the checksum
   */
  CheckpointContent(Path path, DataInputStream in, long end) {
    this.path = path;
    this.in = in;
    this.end = end;
  }

  /**
   * @throws DataException if the lengths in the file do not fit its size
   */
  TrainingState read() throws IOException {
    readInt();
    int iteration = readInt();
    require(iteration >= 0, "an iteration of at least 0", iteration);
    float[] parameters = readFloats();
    float[] updater = readFloats();
    SortedMap<String, double[]> averaged = readVectors();
    List<SortedMap<String, double[]>> local = new ArrayList<>();
    for (int left = readLength("workers' vectors", Integer.BYTES); left > 0; left--) {
      local.add(readVectors());
    }
    require(position == end, "the end of the state at offset " + end, position);
    return new TrainingState(parameters, updater, iteration, averaged, local);
  }

  private SortedMap<String, double[]> readVectors() throws IOException {
    SortedMap<String, double[]> vectors = new TreeMap<>();
    for (int left = readLength("vectors", Short.BYTES + Integer.BYTES); left > 0; left--) {
      String name = readName();
      vectors.put(name, readDoubles());
    }
    return vectors;
  }

  private String readName() throws IOException {
    int length = in.readUnsignedShort();
    position += Short.BYTES;
    long most = end - position;
    require(length <= most, "a name of at most %d bytes".formatted(most), length);
    byte[] name = new byte[length];
    in.readFully(name);
    position += length;
    return new String(name, StandardCharsets.UTF_8);
  }

  private float[] readFloats() throws IOException {
    float[] values = new float[readLength("floats", Float.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readFloat();
    }
    position += (long) values.length * Float.BYTES;
    return values;
  }

  private double[] readDoubles() throws IOException {
    double[] values = new double[readLength("doubles", Double.BYTES)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    position += (long) values.length * Double.BYTES;
    return values;
  }

  private int readLength(String what, int bytes) throws IOException {
    int length = readInt();
    long most = Math.max(0, (end - position) / bytes);
    require(length >= 0 && length <= most, "0 to %d %s".formatted(most, what), length);
    return length;
  }

  private int readInt() throws IOException {
    int value = in.readInt();
    position += Integer.BYTES;
    return value;
  }

  private void require(boolean holds, String expected, long found) {
    if (!holds) {
      throw new DataException(
          "%s: offset %d: expected %s, found %d".formatted(path, position, expected, found));
    }
  }
}
