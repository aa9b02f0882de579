package io.lautum.method;

/**
 * Training only on the labelled target examples, from random weights: the baseline for transfer.
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
