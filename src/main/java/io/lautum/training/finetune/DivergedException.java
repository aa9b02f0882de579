package io.lautum.training.finetune;

/** Ends a training whose loss is no longer finite. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;
}
