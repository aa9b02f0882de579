package io.lautum.data.read;

/** MNIST's IDX files, plain or compressed. */
public final class IdxFormat extends FileFormat {
  public IdxFormat() {
    super("idx", IdxReader::new);
  }
}
