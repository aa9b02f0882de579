package io.lautum.data.read;

/** The IDX format of MNIST, plain or compressed. */
public final class IdxFormat extends FileFormat {
  public IdxFormat() {
    super("idx", IdxReader::new);
  }
}
