package io.lautum.network.spec;

/** Distribution of a weight matrix's initial entries; n is the number of inputs of an output. */
public enum Initialization {
  /** U(±1/√n): smaller than usual before ReLUs, and better with few labels. */
  UNIFORM,
  /** N(0, 2/(n + number of outputs)) (Glorot &amp; Bengio 2010, eq. 12). */
  XAVIER,
  /** N(0, 2/n) (He et al. 2015, eq. 10). */
  HE
}
