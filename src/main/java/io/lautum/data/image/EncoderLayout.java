package io.lautum.data.image;

/** The order of the dimensions of an encoder's input. */
public enum EncoderLayout {
  /** Images, channels, height, width, as PyTorch has them. */
  NCHW,
  /** Images, height, width, channels, as TensorFlow has them. */
  NHWC
}
