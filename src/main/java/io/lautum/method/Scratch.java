package io.lautum.method;

/**
 * No source: the labelled target examples alone, from random weights. What transfer has to beat.
 */
public final class Scratch implements PreTransfer {
  @Override
  public String name() {
    return "scratch";
  }

  @Override
  public boolean usesSource() {
    return false;
  }
}
