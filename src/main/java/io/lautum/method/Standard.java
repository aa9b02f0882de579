package io.lautum.method;

/** Standard transfer: cross-entropy on the source (arXiv 1904.01670, eq. 2 with λ = 0). */
public record Standard() implements PreTransfer {
  @Override
  public String name() {
    return "standard";
  }

  @Override
  public boolean usesSource() {
    return true;
  }
}
