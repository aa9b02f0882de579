package io.lautum.method;

/**
 * A way to transfer: what happens before the network meets the labelled target examples, and how it
 * learns from them.
 */
public record TransferMethod(PreTransfer before, PostTransfer after) {
  static final String SEPARATOR = "+";

  /** The name in folders and tables: the second half is left out where it is fine-tuning. */
  public String name() {
    return after instanceof FineTune ? before.name() : before.name() + SEPARATOR + after.name();
  }
}
