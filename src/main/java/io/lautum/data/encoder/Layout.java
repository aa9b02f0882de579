package io.lautum.data.encoder;

/** The order of the dimensions of an encoder's input. */
public enum Layout {
  /** Images, channels, height, width, as PyTorch has them. */
  NCHW,
  /** Images, height, width, channels, as TensorFlow has them. */
  NHWC
}
