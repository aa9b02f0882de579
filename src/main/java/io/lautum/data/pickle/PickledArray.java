package io.lautum.data.pickle;

/** A numpy array in a pickle; all fields are null or 0 before its state is read. */
public final class PickledArray {
  private long[] shape = {};
  private String type = "";
  private boolean fortran;
  private PickledBytes data;

  void build(long[] newShape, String newType, boolean fortranOrder, PickledBytes newData) {
    shape = newShape;
    type = newType;
    fortran = fortranOrder;
    data = newData;
  }

  /** Returns the sizes of the dimensions. */
  public long[] shape() {
    return shape;
  }

  /** Returns numpy's code of the values, such as {@code u1}, without the byte order. */
  public String type() {
    return type;
  }

  /** Returns whether the first index varies fastest. */
  public boolean fortran() {
    return fortran;
  }

  /** Returns the values; null if the pickle has none. */
  public PickledBytes data() {
    return data;
  }
}
