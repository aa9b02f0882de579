package io.lautum.method;

/**
 * A transfer method: the stage before the network sees the labelled target examples, and the stage
 * that trains on them.
 */
public record TransferMethod(PreTransfer before, PostTransfer after) {
  static final String SEPARATOR = "+";

  /** Returns the name in folders and tables, without the second stage if it is fine-tuning. */
  public String name() {
    return after instanceof FineTune ? before.name() : before.name() + SEPARATOR + after.name();
  }
}
