package io.lautum.training.checkpoint;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;

/** Writes the parts of a state; {@link CheckpointInput} reads them in the same order. */
public final class CheckpointOutput {
  private final DataOutputStream out;

  /**
   * @param out destination, which stays open
   */
  public CheckpointOutput(DataOutputStream out) {
    this.out = out;
  }

  /** Writes a number. */
  public void writeInt(int value) throws IOException {
    out.writeInt(value);
  }

  /** Writes a number with all its bits. */
  public void writeDouble(double value) throws IOException {
    out.writeDouble(value);
  }

  /** Writes text of at most 65,535 bytes. */
  public void writeText(String text) throws IOException {
    out.writeUTF(text);
  }

  /** Writes numbers with all their bits. */
  public void writeFloats(float[] values) throws IOException {
    out.writeInt(values.length);
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  /** Writes numbers with all their bits. */
  public void writeLongs(long[] values) throws IOException {
    out.writeInt(values.length);
    for (long value : values) {
      out.writeLong(value);
    }
  }

  /** Writes vectors of floats with their names. */
  public void writeFloatVectors(SortedMap<String, float[]> vectors) throws IOException {
    out.writeInt(vectors.size());
    for (Map.Entry<String, float[]> vector : vectors.entrySet()) {
      out.writeUTF(vector.getKey());
      writeFloats(vector.getValue());
    }
  }

  /** Writes vectors of doubles with their names. */
  public void writeVectors(SortedMap<String, double[]> vectors) throws IOException {
    out.writeInt(vectors.size());
    for (Map.Entry<String, double[]> vector : vectors.entrySet()) {
      out.writeUTF(vector.getKey());
      out.writeInt(vector.getValue().length);
      for (double value : vector.getValue()) {
        out.writeDouble(value);
      }
    }
  }
}
