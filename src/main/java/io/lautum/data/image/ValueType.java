package io.lautum.data.image;

/** How the values of an example are stored. */
public enum ValueType {
  /** Levels of an image: one unsigned byte per value. */
  BYTE(1),
  /** Features of a vector: one little-endian float of four bytes per value; NaN is missing. */
  FLOAT(Float.BYTES);

  private final int bytes;

  ValueType(int bytes) {
    this.bytes = bytes;
  }

  /** Returns the number of bytes per value. */
  public int bytes() {
    return bytes;
  }
}
