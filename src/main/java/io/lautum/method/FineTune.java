package io.lautum.method;

/** Cross-entropy on the labelled target examples and nothing else (arXiv 1904.01670, eq. 3). */
public record FineTune() implements PostTransfer {
  @Override
  public String name() {
    return "fine-tune";
  }
}
